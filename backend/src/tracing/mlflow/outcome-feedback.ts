import type { MlflowFeedback } from './mlflow-records';
import { mlflowAssessmentId } from './mlflow-trace-wire';
import type { OutcomeToDeliver } from './outcome-delivery.query';

/** In the metadata of every assessment that we wrote, so that we do not take it back as somebody else's. */
export const OUTCOME_KEY = 'idempotency_key';
/** Who measured what nobody in particular is known to have measured. */
const OURSELVES = 'prompt-registry';

type Source = Pick<MlflowFeedback, 'sourceType' | 'sourceId'>;

/** An outcome as the assessment of a trace. */
export function toFeedback(outcome: OutcomeToDeliver, traceId: string): MlflowFeedback {
  const { id, metric, kind, value, occurredAt, promptId, promptVersion, conversationId } = outcome;
  return {
    id: mlflowAssessmentId(id),
    traceId,
    name: metric,
    value: kind === 'binary' ? value >= 0.5 : value,
    ...sourceOf(outcome),
    occurredAt,
    metadata: {
      [OUTCOME_KEY]: id,
      ...(promptId ? { prompt_id: promptId } : {}),
      ...(promptVersion === null ? {} : { prompt_version: String(promptVersion) }),
      ...(conversationId === null ? {} : { conversation_id: conversationId }),
    },
  };
}

function sourceOf({ metric, agent }: OutcomeToDeliver): Source {
  if (metric === 'confidence') return { sourceType: 'CODE', sourceId: agent ?? OURSELVES };
  if (metric === 'user_actioned') return { sourceType: 'HUMAN', sourceId: 'user' };
  if (metric === 'architect_satisfaction') return { sourceType: 'LLM_JUDGE', sourceId: 'architect' };
  return { sourceType: 'CODE', sourceId: OURSELVES };
}
