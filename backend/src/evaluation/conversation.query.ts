import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import type { ConversationDto, ConversationExperimentDto, ConversationOutcomeDto } from './conversation.dto';
import { settlementState } from './settlement-state';

/** Traces whose outcomes are told, and outcomes that are told. */
const MOST = 1_000;

const SPAN = `
SELECT count(*)::integer AS traces, min(started_at) AS "firstAt", max(started_at) AS "lastAt"
FROM traces WHERE conversation_id = $1`;

/** By its traces, because exposures are found by their experiment. */
const EXPERIMENTS = `
SELECT x.experiment_id AS "experimentId", e.name AS "experimentName", e.status, p.name AS "promptName", x.variant,
  x.assigned_at AS "assignedAt", x.settlement_due_at AS "settlementDueAt", u.excluded AS "leftOutBecause", u.settled_at AS "settledAt"
FROM (SELECT DISTINCT experiment_id FROM traces WHERE conversation_id = $1 AND experiment_id IS NOT NULL) t
JOIN exposures x ON x.experiment_id = t.experiment_id AND x.conversation_id = $1
JOIN prompt_experiments e ON e.id = x.experiment_id
JOIN prompts p ON p.id = e.prompt_id
LEFT JOIN experiment_units u ON u.experiment_id = x.experiment_id AND u.conversation_id = $1
ORDER BY x.assigned_at, x.experiment_id`;

/** Two looks, each by its own index. */
const OUTCOMES = `
SELECT replace(o.trace_id::text, '-', '') AS "traceId", o.experiment_id AS "experimentId", o.metric, o.value,
  o.occurred_at AS "occurredAt", o.source
FROM (
  SELECT * FROM outcomes WHERE trace_id = ANY (ARRAY(
    SELECT id FROM traces WHERE conversation_id = $1 ORDER BY started_at LIMIT ${MOST}
  ))
  UNION ALL
  SELECT * FROM outcomes WHERE conversation_id = $1 AND experiment_id = ANY (ARRAY(
    SELECT DISTINCT experiment_id FROM traces WHERE conversation_id = $1 AND experiment_id IS NOT NULL
  ))
) o ORDER BY o.occurred_at, o.id LIMIT ${MOST}`;

/** What experiments made of a conversation, and what came of it. */
@Injectable()
export class ConversationQuery {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A conversation that nothing is recorded of has no traces. */
  async get(conversationId: string): Promise<ConversationDto> {
    const now = this.clock.now();
    const read = <T>(text: string) => this.dataSource.query(text, [conversationId]) as Promise<T[]>;
    const [span] = await read<Pick<ConversationDto, 'traces' | 'firstAt' | 'lastAt'>>(SPAN);
    const experiments = await read<Omit<ConversationExperimentDto, 'state'>>(EXPERIMENTS);
    return {
      conversationId,
      ...(span as NonNullable<typeof span>), // an aggregate is always one row
      experiments: experiments.map((row) => ({ ...row, state: settlementState(row, now) })),
      outcomes: await read<ConversationOutcomeDto>(OUTCOMES),
    };
  }
}
