const HOUR_MS = 3_600_000;
/** What starts now may still be on its way, and would shift the pages that are being read. */
const SETTLED_MS = 60_000;
/** Assessments mostly come soon after their trace; so far every run looks back. */
const RECENT_MS = 2 * HOUR_MS;

/** What was read of an experiment so far. */
export interface SyncProgress {
  readonly syncedUntil: Date;
  readonly lastRunAt: Date;
  /** Whether the run before came to its end. */
  readonly completed: boolean;
}

/**
 * Which traces' assessments to read, by the time the traces started; half-open. MLflow cannot be asked for assessments by
 * their own time, so the first run of an hour reads everything back to `hours` again, the others what is recent.
 */
export function syncWindow(progress: SyncProgress, hours: number, now: Date): { from: Date; to: Date } {
  const to = now.getTime() - SETTLED_MS;
  const oldest = to - hours * HOUR_MS;
  const isFull = !progress.completed || hourOf(progress.lastRunAt) !== hourOf(now);
  const recent = Math.min(to, progress.syncedUntil.getTime()) - RECENT_MS;
  return { from: new Date(isFull ? oldest : Math.max(oldest, recent)), to: new Date(to) };
}

const hourOf = (moment: Date): number => Math.floor(moment.getTime() / HOUR_MS);
