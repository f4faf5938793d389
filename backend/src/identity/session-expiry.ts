/** How long sessions live. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

interface SessionTimes {
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

const MINUTE_MS = 60_000;

/** Why a session is over at `now`, or `null` while it lives. Both limits are exclusive: at the limit it is over. */
export function sessionEnd(
  session: SessionTimes,
  now: Date,
  limits: SessionLimits,
): 'idle' | 'absolute' | null {
  if (now.getTime() - session.createdAt.getTime() >= limits.absoluteMs) return 'absolute';
  if (now.getTime() - session.lastSeenAt.getTime() >= limits.idleMs) return 'idle';
  return null;
}

/** Whether it is time to write down that the session was seen: at most once a minute, and often enough for short limits. */
export function shouldNoteSeen(session: SessionTimes, now: Date, limits: SessionLimits): boolean {
  return now.getTime() - session.lastSeenAt.getTime() >= Math.min(MINUTE_MS, limits.idleMs / 4);
}
