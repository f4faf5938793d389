import { createHash } from 'node:crypto';
import {
  type MlflowAssessment,
  type MlflowFeedback,
  type MlflowPromptVersion,
  type MlflowTrace,
  type MlflowTraceInfo,
} from './mlflow-records';
import { type JsonRecord, fitted, fittedValues, listOf, recordOf, textOf, textsOf } from './mlflow-wire';

/** MLflow's limits (docs/decisions/0009): the previews' is PostgreSQL's column, the others it cuts at itself. */
const PREVIEW_LENGTH = 1_000;
const METADATA_LENGTH = 250;
const TAG_LENGTH = 4_096;
const SESSION_LENGTH = 250;
const ASSESSMENT_NAME_LENGTH = 250;

const STATUS_OK = 1;
const STATUS_ERROR = 2;
const KIND_INTERNAL = 1;

/** MLflow's id of a trace. */
export function mlflowTraceId(traceId: string): string {
  return `tr-${traceId}`;
}

/** MLflow's id of the assessment that an outcome becomes: always the same one. */
export function mlflowAssessmentId(outcomeId: string): string {
  return `a-${createHash('sha256').update(`outcome:${outcomeId}`).digest('hex').slice(0, 32)}`;
}

/** A conversation's id as a session's: MLflow refuses longer ones, and cutting would make one of two. */
export function sessionOf(conversationId: string): string {
  const clean = fitted(conversationId, Infinity);
  if (clean.length <= SESSION_LENGTH) return clean;
  const digest = createHash('sha256').update(conversationId).digest('hex');
  return `${fitted(clean, SESSION_LENGTH - digest.length - 1)}~${digest}`;
}

/** As prompts are named in tags and in link-prompts: the version is a text. */
export function linkedPromptsWire(
  prompts: readonly MlflowPromptVersion[],
): { name: string; version: string }[] {
  return prompts.map(({ name, version }) => ({ name, version: String(version) }));
}

export function traceInfoWire(trace: MlflowTrace): JsonRecord {
  return {
    trace_id: mlflowTraceId(trace.traceId),
    client_request_id: trace.traceId,
    trace_location: {
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: { experiment_id: trace.experimentId },
    },
    request_time: trace.startedAt.toISOString(),
    execution_duration: `${(trace.durationMs / 1000).toFixed(3)}s`,
    state: trace.state,
    ...(trace.requestPreview === null
      ? {}
      : { request_preview: fitted(trace.requestPreview, PREVIEW_LENGTH) }),
    ...(trace.responsePreview === null
      ? {}
      : { response_preview: fitted(trace.responsePreview, PREVIEW_LENGTH) }),
    trace_metadata: {
      ...fittedValues(trace.metadata, METADATA_LENGTH),
      'mlflow.trace_schema.version': '3',
      ...(trace.sessionId === null ? {} : { 'mlflow.trace.session': sessionOf(trace.sessionId) }),
      ...(trace.runId === null ? {} : { 'mlflow.sourceRun': trace.runId }),
    },
    tags: {
      ...fittedValues(trace.tags, TAG_LENGTH),
      'mlflow.traceName': fitted(trace.name, METADATA_LENGTH),
      ...(trace.prompts.length === 0
        ? {}
        : { 'mlflow.linkedPrompts': JSON.stringify(linkedPromptsWire(trace.prompts)) }),
    },
  };
}

/** The traces' root spans as OTLP in JSON. */
export function spansWire(traces: readonly MlflowTrace[]): JsonRecord {
  return {
    resourceSpans: [{ scopeSpans: [{ scope: { name: 'prompt-registry' }, spans: traces.map(span) }] }],
  };
}

function span(trace: MlflowTrace): JsonRecord {
  const startedMs = trace.startedAt.getTime();
  return {
    traceId: trace.traceId,
    // Always the same, so that sending twice writes one span.
    spanId: createHash('sha256').update(trace.traceId).digest('hex').slice(0, 16),
    name: fitted(trace.name, METADATA_LENGTH),
    kind: KIND_INTERNAL,
    startTimeUnixNano: `${startedMs}000000`,
    endTimeUnixNano: `${startedMs + Math.round(trace.durationMs)}000000`,
    status: { code: trace.state === 'OK' ? STATUS_OK : STATUS_ERROR },
    attributes: Object.entries(spanAttributes(trace)).map(([key, value]) => ({
      key,
      value: { stringValue: typeof value === 'string' ? value : JSON.stringify(value) },
    })),
  };
}

function spanAttributes(trace: MlflowTrace): Record<string, string | object> {
  const { inputTokens, outputTokens, costUsd } = trace;
  const attributes: Record<string, string | object> = { 'mlflow.spanType': 'LLM' };
  if (trace.requestPreview !== null)
    attributes['mlflow.spanInputs'] = JSON.stringify(fitted(trace.requestPreview, PREVIEW_LENGTH));
  if (trace.responsePreview !== null)
    attributes['mlflow.spanOutputs'] = JSON.stringify(fitted(trace.responsePreview, PREVIEW_LENGTH));
  if (trace.model !== null) attributes['gen_ai.request.model'] = fitted(trace.model, METADATA_LENGTH);
  if (inputTokens !== null || outputTokens !== null)
    attributes['mlflow.chat.tokenUsage'] = {
      input_tokens: inputTokens ?? 0,
      output_tokens: outputTokens ?? 0,
      total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    };
  if (costUsd !== null) attributes['mlflow.llm.cost'] = { total_cost: costUsd };
  return attributes;
}

export function feedbackWire(feedback: MlflowFeedback): JsonRecord {
  const time = feedback.occurredAt.toISOString();
  return {
    assessment_id: feedback.id,
    assessment_name: fitted(feedback.name, ASSESSMENT_NAME_LENGTH),
    source: { source_type: feedback.sourceType, source_id: fitted(feedback.sourceId, METADATA_LENGTH) },
    create_time: time,
    last_update_time: time,
    feedback: { value: feedback.value },
    metadata: fittedValues(feedback.metadata, METADATA_LENGTH),
  };
}

/** Reads a TraceInfo of MLflow's API 3.0. */
export function readTraceInfo(value: unknown): MlflowTraceInfo {
  const info = recordOf(value);
  const id = textOf(info['trace_id']);
  return {
    id,
    traceId: /^tr-([0-9a-f]{32})$/.exec(id)?.[1] ?? null,
    startedAt: new Date(textOf(info['request_time'])),
    state: textOf(info['state']),
    metadata: textsOf(info['trace_metadata']),
    tags: textsOf(info['tags']),
    assessments: listOf(info['assessments']).map(readAssessment),
  };
}

function readAssessment(value: unknown): MlflowAssessment {
  const assessment = recordOf(value);
  const source = recordOf(assessment['source']);
  return {
    id: textOf(assessment['assessment_id']),
    name: textOf(assessment['assessment_name']),
    value: recordOf(assessment['feedback'])['value'] ?? null,
    sourceType: textOf(source['source_type']),
    sourceId: textOf(source['source_id']),
    createdAt: new Date(textOf(assessment['create_time'])),
    updatedAt: new Date(textOf(assessment['last_update_time'])),
    metadata: textsOf(assessment['metadata']),
    valid: assessment['valid'] !== false,
    overrides: textOf(assessment['overrides']) || null,
  };
}
