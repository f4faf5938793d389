/** Where a trace stands among all: by its start, then by its id. */
export interface TracePosition {
  /** Microseconds since 1970: what the database keeps, and a `Date` cannot. */
  readonly startedAtUs: string;
  /** 32 hex digits. */
  readonly id: string;
}

/** A cursor as it is handed out and taken back. */
export const CURSOR = '^-?[0-9]{1,17}_[0-9a-f]{32}$';

/** The cursor of what comes after a position. */
export function toCursor({ startedAtUs, id }: TracePosition): string {
  return `${startedAtUs}_${id}`;
}

/** The position of a cursor that matches {@link CURSOR}. */
export function toPosition(cursor: string): TracePosition {
  const [startedAtUs = '', id = ''] = cursor.split('_');
  return { startedAtUs, id };
}

type Order = 'asc' | 'desc';

/** Negative when `a` is reached before `b` in this order, for sorting. */
export function comparePositions(a: TracePosition, b: TracePosition, order: Order): number {
  const [usA, usB] = [BigInt(a.startedAtUs), BigInt(b.startedAtUs)];
  if (usA === usB && a.id === b.id) return 0;
  const aComesFirst = usA === usB ? a.id < b.id : usA < usB;
  return aComesFirst === (order === 'asc') ? -1 : 1;
}

/** Which of two positions is reached later in this order. */
export function laterOf(a: TracePosition, b: TracePosition, order: Order): TracePosition {
  return comparePositions(a, b, order) < 0 ? b : a;
}
