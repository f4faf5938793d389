import { setImmediate as turn } from 'node:timers/promises';
import { invalidField } from '../problems/domain-error';
import { storable } from '../storable-text';
import { ItemRefusal, type IngestReport, type RejectedItem } from './ingest-report';

/** Most items of a batch. */
export const MOST_ITEMS = 5_000;
/** Largest body of a batch. */
export const MAX_BATCH_BYTES = 8 * 1_048_576;
/** Between them others get a turn: about a millisecond's work. */
const ITEMS_A_SLICE = 250;
const MOST_ID_CHARACTERS = 128;

/** The readable items of a batch, and what is wrong with the others. */
export interface BatchInput<T> {
  readonly items: readonly T[];
  /** Where each of the items was in the batch. */
  readonly places: readonly number[];
  readonly rejected: readonly RejectedItem[];
}

/**
 * Reads a batch item by item: one that is wrong does not spoil the others.
 * @param member the list's name in the body.
 * @param read throws ItemRefusal.
 * @throws DomainError INVALID_INPUT when the body is no batch.
 */
export async function readBatch<T>(
  body: unknown,
  member: string,
  read: (item: unknown) => T,
): Promise<BatchInput<T>> {
  const list = listOf(body, member);
  const items: T[] = [];
  const places: number[] = [];
  const rejected: RejectedItem[] = [];
  for (const [index, item] of list.entries()) {
    if (index % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) await turn();
    try {
      items.push(read(item));
      places.push(index);
    } catch (error) {
      if (!(error instanceof ItemRefusal)) throw error;
      rejected.push(error.of(index, idOf(item)));
    }
  }
  return { items, places, rejected };
}

/** The report on a batch, from the report on its readable items. */
export function reportOf<T>({ places, rejected }: BatchInput<T>, report: IngestReport): IngestReport {
  const later = report.rejected.map((item) => ({ ...item, index: places[item.index] ?? item.index }));
  if (later.length === 0 && rejected.length === 0) return report;
  return { ...report, rejected: [...rejected, ...later].sort((a, b) => a.index - b.index) };
}

/** No body is one without the list. */
function listOf(body: unknown, member: string): readonly unknown[] {
  const members = (body ?? {}) as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members))
    if (key !== member)
      throw invalidField(storable(key.slice(0, 100)) || 'body', `is not known here; expected ${member}`);
  const list = members[member];
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_ITEMS)
    throw invalidField(member, `must be an array of 1 to ${MOST_ITEMS} items`);
  return list;
}

function idOf(item: unknown): string {
  const id: unknown = (item as { id?: unknown } | null)?.id;
  return typeof id === 'string'
    ? storable([...id.slice(0, 2 * MOST_ID_CHARACTERS)].slice(0, MOST_ID_CHARACTERS).join(''))
    : '';
}
