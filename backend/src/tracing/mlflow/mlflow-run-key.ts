import { createHash } from 'node:crypto';

/** What the invocations that share a run have in common. */
export interface RunIdentity {
  readonly experimentId: string;
  readonly promptId: string;
  readonly version: number | null;
  /** Ours, that the variant is of. */
  readonly trialId: string | null;
  readonly variant: string | null;
  readonly agent: string;
  readonly startedAt: Date;
  /** Set where every invocation has a run of its own. */
  readonly traceId: string | null;
}

/** Finds an invocation's run: equal for all of one prompt, version, experiment, variant, agent and UTC day. 64 hex digits. */
export function runKey(run: RunIdentity): string {
  const day = run.startedAt.toISOString().slice(0, 10);
  const parts = [run.experimentId, run.promptId, run.version, run.variant, run.agent, day, run.traceId];
  // Only where there is one: the keys of all others are as they always were.
  if (run.trialId !== null) parts.push(run.trialId);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
