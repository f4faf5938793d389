import type { TraceInput } from './trace-input';
import type { TraceFlag } from './trace.entity';

/** A prompt and those of its versions that traces have named. */
export interface KnownPrompt {
  readonly id: string;
  /** As it is registered; traces may name it in other case. */
  readonly name: string;
  /** The content hash of each version. */
  readonly hashes: ReadonlyMap<number, string>;
}

export interface KnownVariant {
  readonly version: number;
  readonly contentHash: string;
}

export interface KnownExperiment {
  readonly promptId: string;
  /** Epoch ms; `null` for a draft. */
  readonly startedAt: number | null;
  readonly variants: ReadonlyMap<string, KnownVariant>;
}

type Claim = Pick<TraceInput, 'promptVersion' | 'contentHash' | 'source' | 'experimentId' | 'variant'>;

/**
 * What makes a trace unfit to count in an experiment: its words, its version or its variant are not what it says they are.
 * `null`: nothing.
 */
export function flagOf(
  trace: Claim,
  prompt: KnownPrompt | undefined,
  experiment: KnownExperiment | undefined,
): TraceFlag | null {
  if (!prompt) return 'unknown_prompt';
  const { promptVersion, contentHash, source, experimentId, variant } = trace;
  if (promptVersion !== null) {
    const hash = prompt.hashes.get(promptVersion);
    if (hash === undefined) return 'unknown_version';
    if (contentHash !== null && contentHash !== hash) return 'hash_mismatch';
  }
  // Who chooses the words by itself is not assigned to them, whatever else it reports.
  if (source === 'experiment' ? !(experimentId && variant) : experimentId || variant) return 'not_assigned';
  if (experimentId === null || variant === null) return null;
  if (!experiment || experiment.promptId !== prompt.id) return 'unknown_experiment';
  // A draft's variants may still change.
  if (experiment.startedAt === null) return 'not_started';
  const served = experiment.variants.get(variant);
  if (!served) return 'unknown_variant';
  const sameVersion = promptVersion === null || promptVersion === served.version;
  return sameVersion && contentHash === served.contentHash ? null : 'hash_mismatch';
}

/** A client's clock may be this much behind. */
const MOST_LATE_MS = 24 * 3_600_000;

/**
 * When a conversation was exposed by a trace, in epoch ms: the earlier of the client's and the server's time, at most a day
 * before the server's, and not before the experiment started.
 */
export function assignedAt(startedAt: number, receivedAt: number, experimentStartedAt: number): number {
  return Math.max(Math.min(startedAt, receivedAt), receivedAt - MOST_LATE_MS, experimentStartedAt);
}
