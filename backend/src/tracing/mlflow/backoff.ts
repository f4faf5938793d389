const FIRST_MS = 500;
const LONGEST_MS = 600_000;

/** A number from 0 (inclusive) to 1 (exclusive), each as likely as any other. */
export type Random = () => number;

/**
 * How long to wait after the `attempt`-th failure (from 1), in ms: anything up to twice as long as the time before, so that
 * what failed together is not tried again together ("full jitter"). Never less than the server asked for.
 */
export function backoffMs(attempt: number, random: Random, retryAfterMs: number | null = null): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 30));
  return Math.max(random() * longest, Math.min(retryAfterMs ?? 0, LONGEST_MS));
}

const SHORTEST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 60_000;
const LONGEST_RARE_LOOK_MS = 900_000;

/**
 * How long until the next look for what an entry waits for, in ms: the longer it has waited already, the less often.
 * @param rarely for what may never come, of which there may be many.
 */
export function lookAgainMs(waitedMs: number, rarely = false): number {
  return Math.min(rarely ? LONGEST_RARE_LOOK_MS : LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, waitedMs / 4));
}
