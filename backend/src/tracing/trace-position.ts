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

/** Which of two positions is reached later in this order. */
export function laterOf(a: TracePosition, b: TracePosition, order: 'asc' | 'desc'): TracePosition {
  const [usA, usB] = [BigInt(a.startedAtUs), BigInt(b.startedAtUs)];
  const aComesFirst = usA === usB ? a.id < b.id : usA < usB;
  return aComesFirst === (order === 'asc') ? b : a;
}
