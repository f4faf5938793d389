import { ItemRefusal, type IngestReport, type RejectedItem } from './ingest-report';

/** What identifies an item of a batch. */
export interface Identified {
  readonly id: string;
  readonly digest: string;
  /** Where it is in its batch. */
  readonly index: number;
}

/** A batch without repetitions. */
export interface Distinct<T> {
  /** The first of each id, in the order of the ids: two servers that store the same ids at once never wait for each other. */
  readonly rows: readonly T[];
  /** Equal to an earlier one. */
  readonly repeats: readonly T[];
  readonly rejected: readonly RejectedItem[];
}

/** The first item of each id wins; an equal one after it is a duplicate, another one a conflict. */
export function distinct<T extends Identified>(items: readonly T[]): Distinct<T> {
  const first = new Map<string, T>();
  const repeats: T[] = [];
  const rejected: RejectedItem[] = [];
  for (const item of items) {
    const kept = first.get(item.id);
    if (!kept) first.set(item.id, item);
    else if (kept.digest === item.digest) repeats.push(item);
    else rejected.push(conflict(item));
  }
  const rows = [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { rows, repeats, rejected };
}

/** What a statement did with the rows of a batch. */
export interface Appended<T> {
  readonly accepted: number;
  readonly flagged: number;
  /** The rows whose ids others have. */
  readonly conflicts: readonly T[];
}

/** What became of the whole batch: the row that stands for others of its id decides over them too. */
export function reportOn<T extends Identified>(
  { rows, repeats, rejected }: Distinct<T>,
  { accepted, flagged, conflicts }: Appended<T>,
): IngestReport {
  const refused = new Set(conflicts.map(({ id }) => id));
  const alike = refused.size === 0 ? [] : repeats.filter(({ id }) => refused.has(id));
  return {
    accepted,
    duplicates: rows.length + repeats.length - accepted - conflicts.length - alike.length,
    flagged,
    rejected: [...rejected, ...[...conflicts, ...alike].map(conflict)],
  };
}

/** The refusal of an item whose id another one has. */
function conflict({ index, id }: Identified): RejectedItem {
  return new ItemRefusal('ID_CONFLICT', 'id', 'was sent before with other values; the first are kept').of(
    index,
    id,
  );
}
