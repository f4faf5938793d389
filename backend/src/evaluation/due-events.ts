/** A conversation's assignment or settlement that nobody has counted yet, as the database has it. */
export interface PendingEvent {
  readonly kind: 'assignment' | 'settlement';
  readonly conversationId: string;
  readonly variant: string;
  readonly assignedAt: Date;
  /** When its first trace arrived; `null` when that is gone. */
  readonly receivedAt: Date | null;
}

/** The same with its moments, in epoch milliseconds. */
export interface DueEvent {
  readonly kind: PendingEvent['kind'];
  readonly conversationId: string;
  readonly variant: string;
  /** Observations of later than this do not count. */
  readonly until: number;
  readonly dueAt: number;
}

/** How long a conversation is waited for, from its plan, in milliseconds. */
export interface Waiting {
  readonly windowMs: number;
  readonly graceMs: number;
}

export interface Limits {
  readonly now: number;
  /** How many of each kind were asked for at most; when that many came there may be more. */
  readonly asked: number;
  /** Events at most. */
  readonly chunk: number;
}

/** Events to count now, in their order. */
export interface DueEvents {
  readonly events: readonly DueEvent[];
  /** There may be others after these. */
  readonly more: boolean;
}

/**
 * The due events that come next, in the order in which they must be counted: by due time, assignments first, by
 * conversation. An event is due when its time has come AND it is known, so that the order does not depend on when anyone
 * looks. Pending events are read in the order of assignment, which is not that of due time when something arrived late:
 * whatever could come after an event that was not read is left for the next call. `null`: ask for more, to know the first.
 */
export function dueEvents(
  pending: readonly PendingEvent[],
  waiting: Waiting,
  { now, asked, chunk }: Limits,
): DueEvents | null {
  // Whatever was not read is due at this moment or later.
  const bound = Math.min(
    ...(['assignment', 'settlement'] as const).flatMap((kind) => {
      const read = pending.filter((event) => event.kind === kind);
      return read.length < asked ? [] : Math.max(...read.map((event) => expectedAt(event, waiting)));
    }),
  );
  const due = pending.map((event) => dueEvent(event, waiting)).filter(({ dueAt }) => dueAt <= now);
  const safe = due.filter(({ dueAt }) => dueAt < bound);
  if (safe.length === 0 && bound <= now) return null;
  const events = safe.sort(inOrder).slice(0, chunk);
  return { events, more: bound <= now || safe.length > events.length };
}

function dueEvent(event: PendingEvent, waiting: Waiting): DueEvent {
  const { kind, conversationId, variant, assignedAt, receivedAt } = event;
  const dueAt = Math.max(expectedAt(event, waiting), receivedAt?.getTime() ?? 0);
  return { kind, conversationId, variant, until: assignedAt.getTime() + waiting.windowMs, dueAt };
}

/** When it is due if it arrived in time. */
function expectedAt({ kind, assignedAt }: PendingEvent, { windowMs, graceMs }: Waiting): number {
  return assignedAt.getTime() + graceMs + (kind === 'settlement' ? windowMs : 0);
}

function inOrder(a: DueEvent, b: DueEvent): number {
  if (a.dueAt !== b.dueAt) return a.dueAt - b.dueAt;
  if (a.kind !== b.kind) return a.kind === 'assignment' ? -1 : 1;
  // By bytes, which is the same everywhere.
  return Buffer.compare(Buffer.from(a.conversationId), Buffer.from(b.conversationId));
}
