import type { TraceFlag, TraceRow } from '../trace.entity';
import { runKey } from './mlflow-run-key';
import type { MlflowPromptVersion, MlflowTrace, KnownRun } from './mlflow-records';

/** What MLflow is told where there is none: params that are missing cannot be filtered by. */
const NONE = 'none';
const UNKNOWN = 'unknown';
/** The words that were served were not those of the version that the trace names. */
const NOT_ITS_WORDS: readonly (TraceFlag | null)[] = ['unknown_prompt', 'unknown_version', 'hash_mismatch'];

/** A trace's id as its clients and MLflow have it: 32 hex digits. */
export function hexOf(traceId: string): string {
  return traceId.replaceAll('-', '');
}

/** What of a trace decides which run it belongs to. */
export type RunMember = Pick<
  TraceRow,
  'id' | 'promptId' | 'promptName' | 'promptVersion' | 'experimentId' | 'variant' | 'agent' | 'startedAt'
>;

/** Whether the trace may be linked to the version it names. */
export function servedItsVersion({ promptId, promptVersion, flag }: TraceRow): boolean {
  return promptId !== null && promptVersion !== null && !NOT_ITS_WORDS.includes(flag);
}

/** The key of the run that a trace belongs to. */
export function runKeyOf(trace: RunMember, experimentId: string, runPer: 'day' | 'invocation'): string {
  return runKey({
    experimentId,
    promptId: trace.promptId ?? `name:${trace.promptName}`,
    version: trace.promptVersion,
    trialId: trace.experimentId,
    variant: trace.variant,
    agent: trace.agent ?? '',
    startedAt: trace.startedAt,
    traceId: runPer === 'invocation' ? hexOf(trace.id) : null,
  });
}

/** The run of a trace; equal for all traces with the same key. */
export function toRun(
  trace: TraceRow,
  experimentId: string,
  prompts: readonly MlflowPromptVersion[],
  runPer: 'day' | 'invocation',
): KnownRun {
  const { promptId, promptName, promptVersion, experimentId: trial, variant, agent } = trace;
  const day = new Date(`${trace.startedAt.toISOString().slice(0, 10)}T00:00:00Z`);
  const startedAt = runPer === 'day' ? day : trace.startedAt;
  const name = [promptName, `v${promptVersion ?? '?'}`, variant, agent, day.toISOString().slice(0, 10)];
  return {
    experimentId,
    key: runKeyOf(trace, experimentId, runPer),
    name: name.filter((part) => part !== null).join(' '),
    startedAt,
    params: {
      ...parameters(trace),
      prompt_name: promptName,
      agent: agent ?? UNKNOWN,
      ...(trial ? { experiment_id: trial } : {}),
    },
    tags: { 'registry.day': day.toISOString().slice(0, 10) },
    prompts,
    of: { promptId, version: promptVersion, experimentId: trial, variant },
  };
}

/** The invocation itself. */
export function toMlflowTrace(
  trace: TraceRow,
  experimentId: string,
  runId: string,
  prompts: readonly MlflowPromptVersion[],
): MlflowTrace {
  const { experimentId: trial, contentHash, agent, flag, status, previews } = trace;
  return {
    traceId: hexOf(trace.id),
    experimentId,
    runId,
    name: trace.promptName,
    startedAt: trace.startedAt,
    durationMs: trace.latencyMs ?? 0,
    state: status === 'error' ? 'ERROR' : 'OK',
    sessionId: trace.conversationId,
    requestPreview: previews?.input ?? null,
    responsePreview: previews?.output ?? null,
    metadata: {
      ...parameters(trace),
      prompt_name: trace.promptName,
      source: trace.source,
      ...(trial ? { experiment_id: trial } : {}),
      ...(contentHash ? { content_hash: contentHash } : {}),
      ...(agent ? { agent } : {}),
    },
    tags: {
      'registry.status': status,
      ...versionTags(trace.promptName, trace.promptVersion),
      ...(trial && trace.variant !== null ? variantTags(trial, trace.variant) : {}),
      ...(flag ? { 'registry.flag': flag } : {}),
    },
    prompts,
    model: trace.model,
    inputTokens: trace.inputTokens,
    outputTokens: trace.outputTokens,
    costUsd: trace.cost,
  };
}

/** What the traces of a version have in common: lists in MLflow can be filtered by tags, in an address as well. */
export function versionTags(promptName: string, version: number | null): Record<string, string> {
  return {
    'registry.prompt': promptName,
    ...(version === null ? {} : { 'registry.version': String(version) }),
  };
}

/** What the traces of a variant have in common. @param experimentId ours. */
export function variantTags(experimentId: string, variant: string): Record<string, string> {
  return { 'registry.experiment': experimentId, 'registry.variant': variant };
}

/** What the words were, in our numbers: MLflow's own number of the version may be another. */
function parameters({ promptId, promptVersion, variant }: TraceRow): Record<string, string> {
  return {
    prompt_id: promptId ?? UNKNOWN,
    prompt_version: promptVersion === null ? UNKNOWN : String(promptVersion),
    experiment_variant: variant ?? NONE,
  };
}
