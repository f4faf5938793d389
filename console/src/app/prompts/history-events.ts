import type { VersionEntry } from './prompts-api';

/** A move of a label, as the API tells it. */
export interface LabelMove {
  readonly label: string;
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
  readonly reason: string;
  readonly movedBy: string;
  readonly at: string;
}

/** Something that happened to a prompt. */
export type HistoryEvent =
  | {
      readonly kind: 'saved';
      readonly at: string;
      readonly by: string;
      readonly why: string;
      readonly version: number;
      readonly restoredFrom: number | null;
    }
  | {
      readonly kind: 'label';
      readonly at: string;
      readonly by: string;
      readonly why: string;
      readonly label: string;
      readonly from: number | null;
      readonly to: number | null;
    };

/**
 * Versions and label moves in one row, newest first. `isWhole`: all moves are known; otherwise what is older than the oldest known one is
 * left out, because moves are missing between.
 */
export function historyEvents(
  versions: readonly VersionEntry[],
  moves: readonly LabelMove[],
  isWhole: boolean,
): readonly HistoryEvent[] {
  const saved = versions.map(({ version, author, message, createdAt, restoredFrom }): HistoryEvent => ({
    kind: 'saved',
    at: createdAt,
    by: author,
    why: message,
    version,
    restoredFrom,
  }));
  const moved = moves.map(({ label, fromVersion, toVersion, reason, movedBy, at }): HistoryEvent => ({
    kind: 'label',
    at,
    by: movedBy,
    why: reason,
    label,
    from: fromVersion,
    to: toVersion,
  }));
  const oldest = moves.at(-1);
  const known = isWhole || !oldest ? saved : saved.filter(({ at }) => at >= oldest.at);
  // At the same moment a label came after the version it was put on.
  return [...known, ...moved].sort((a, b) => b.at.localeCompare(a.at) || order(a) - order(b));
}

function order({ kind }: HistoryEvent): number {
  return kind === 'label' ? 0 : 1;
}

/** What happened, in a few words: "Moved production 7 → 8". */
export function eventWords(event: HistoryEvent): string {
  if (event.kind === 'saved')
    return event.restoredFrom === null
      ? `Saved version ${event.version}`
      : `Brought the words of ${event.restoredFrom} back as version ${event.version}`;
  const { label, from, to } = event;
  if (to === null) return `Removed ${label} from ${from ?? '?'}`;
  return from === null ? `Set ${label} to ${to}` : `Moved ${label} ${from} → ${to}`;
}
