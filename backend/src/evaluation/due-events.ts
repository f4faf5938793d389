/** A conversation's assignment or settlement that is due and nobody has counted yet. Moments are epoch milliseconds. */
export interface DueEvent {
  readonly kind: 'assignment' | 'settlement';
  readonly conversationId: string;
  readonly variant: string;
  readonly assignedAt: number;
  readonly dueAt: number;
}

/** Events to count now, in their order. */
export interface NextEvents {
  readonly events: readonly DueEvent[];
  /** There may be others after these. */
  readonly more: boolean;
}

/**
 * The events that come next, in the order in which they must be counted: by due time, assignments first, by conversation.
 * `read` are the first `limit` of each kind, so that nothing that was not read comes before the first `limit` of both.
 */
export function nextEvents(read: readonly DueEvent[], limit: number): NextEvents {
  const events = [...read].sort(inOrder).slice(0, limit);
  const full = (['assignment', 'settlement'] as const).some(
    (kind) => read.filter((event) => event.kind === kind).length >= limit,
  );
  return { events, more: full || read.length > events.length };
}

function inOrder(a: DueEvent, b: DueEvent): number {
  if (a.dueAt !== b.dueAt) return a.dueAt - b.dueAt;
  if (a.kind !== b.kind) return a.kind === 'assignment' ? -1 : 1;
  return byBytes(a.conversationId, b.conversationId);
}

/** As the database orders with the collation "C", which is the same everywhere. */
function byBytes(a: string, b: string): number {
  // Of plain ASCII, the order of UTF-16 units is that of bytes.
  if (isAscii(a) && isAscii(b)) return a < b ? -1 : Number(a > b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
