import { diffArrays } from 'diff';

/** Lines of context around a change. */
const CONTEXT = 3;
/** Longest search for the shortest difference; two long texts without common lines would take minutes and the whole server. */
const TIMEOUT_MS = 200;

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A change with its context. Line numbers are from 1; a side without lines stands before line `…Line`. */
export interface Hunk {
  readonly fromLine: number;
  readonly fromCount: number;
  readonly toLine: number;
  readonly toCount: number;
  readonly lines: DiffLine[];
}

export interface LineDiff {
  readonly hunks: Hunk[];
  readonly added: number;
  readonly removed: number;
  /** False when the texts differ too much to look for the shortest difference: everything between the first and the last change is replaced. */
  readonly exact: boolean;
}

/** The difference of two texts by lines; an end without a line end shows as a missing last, empty line. */
export function diffLines(from: string, to: string, timeoutMs = TIMEOUT_MS): LineDiff {
  const before = from.split('\n');
  const after = to.split('\n');
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const changed = diffMiddle(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
    timeoutMs,
  );
  const lines: DiffLine[] = [
    ...same(before.slice(0, start)),
    ...changed.lines,
    ...same(before.slice(before.length - end)),
  ];
  const count = (kind: DiffLine['kind']) => changed.lines.filter((line) => line.kind === kind).length;
  return { hunks: toHunks(lines), added: count('added'), removed: count('removed'), exact: changed.exact };
}

function same(texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ kind: 'same', text }));
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length);
  let count = 0;
  while (count < most && before[count] === after[count]) count += 1;
  return count;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count]) count += 1;
  return count;
}

function diffMiddle(
  before: string[],
  after: string[],
  timeout: number,
): { lines: DiffLine[]; exact: boolean } {
  const changes = before.length && after.length ? diffArrays(before, after, { timeout }) : undefined;
  if (!changes) {
    const replaced: DiffLine[] = [
      ...before.map((text) => ({ kind: 'removed' as const, text })),
      ...after.map((text) => ({ kind: 'added' as const, text })),
    ];
    return { lines: replaced, exact: !(before.length && after.length) };
  }
  const lines = changes.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text })),
  );
  return { lines, exact: true };
}

function toHunks(lines: readonly DiffLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let open: { first: number; last: number } | null = null;
  const ranges: Array<{ first: number; last: number }> = [];
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    if (open && index - open.last <= 2 * CONTEXT) open.last = index;
    else ranges.push((open = { first: index, last: index }));
  });
  let fromLine = 1;
  let toLine = 1;
  let position = 0;
  for (const { first, last } of ranges) {
    const begin = Math.max(first - CONTEXT, 0);
    // Between hunks all lines are on both sides.
    fromLine += begin - position;
    toLine += begin - position;
    position = Math.min(last + CONTEXT + 1, lines.length);
    const part = lines.slice(begin, position);
    const fromCount = part.filter(({ kind }) => kind !== 'added').length;
    const toCount = part.filter(({ kind }) => kind !== 'removed').length;
    hunks.push({ fromLine, fromCount, toLine, toCount, lines: part });
    fromLine += fromCount;
    toLine += toCount;
  }
  return hunks;
}
