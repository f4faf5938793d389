import { diffArrays } from 'diff';
import { type ChatMessage, type ChatPlaceholder, isPlaceholder } from '@prompt-registry/resolver';

export type ChatEntry = ChatMessage | ChatPlaceholder;

/** A message as it was and as it is, with its place on each side, from 1; or a run of messages that are the same. */
export type MessageRow =
  | { readonly kind: 'same'; readonly count: number }
  | {
      readonly kind: 'changed';
      readonly at: number;
      /** "user", or "user → system". */
      readonly head: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'added' | 'removed'; readonly at: number; readonly head: string; readonly text: string };

interface Placed {
  readonly at: number;
  readonly entry: ChatEntry;
}

/** Two conversations beside each other. A message that took the place of another is shown as its change. */
export function messageRows(left: readonly ChatEntry[], right: readonly ChatEntry[]): readonly MessageRow[] {
  const parts = diffArrays(left.map(identity), right.map(identity));
  const rows: MessageRow[] = [];
  let [leftAt, rightAt] = [0, 0];
  let removed: Placed[] = [];
  let added: Placed[] = [];
  const settle = (): void => {
    rows.push(...paired(removed, added));
    [removed, added] = [[], []];
  };
  for (const { added: isAdded, removed: isRemoved, count } of parts) {
    const take = (entries: readonly ChatEntry[], from: number): Placed[] =>
      entries.slice(from, from + count).map((entry, index) => ({ entry, at: from + index + 1 }));
    if (isRemoved) {
      removed.push(...take(left, leftAt));
      leftAt += count;
    } else if (isAdded) {
      added.push(...take(right, rightAt));
      rightAt += count;
    } else {
      settle();
      rows.push({ kind: 'same', count });
      [leftAt, rightAt] = [leftAt + count, rightAt + count];
    }
  }
  settle();
  return rows;
}

function paired(removed: readonly Placed[], added: readonly Placed[]): MessageRow[] {
  const rows: MessageRow[] = [];
  const length = Math.max(removed.length, added.length);
  for (let index = 0; index < length; index++) {
    const [before, after] = [removed[index], added[index]];
    if (before && after && isPlaceholder(before.entry) === isPlaceholder(after.entry)) {
      const [was, is] = [headOf(before.entry), headOf(after.entry)];
      const head = was === is ? is : `${was} → ${is}`;
      rows.push({
        kind: 'changed',
        at: after.at,
        head,
        before: textOf(before.entry),
        after: textOf(after.entry),
      });
      continue;
    }
    if (before)
      rows.push({ kind: 'removed', at: before.at, head: headOf(before.entry), text: textOf(before.entry) });
    if (after)
      rows.push({ kind: 'added', at: after.at, head: headOf(after.entry), text: textOf(after.entry) });
  }
  return rows;
}

function identity(entry: ChatEntry): string {
  return JSON.stringify(isPlaceholder(entry) ? [entry.name] : [entry.role, entry.name ?? '', entry.content]);
}

function headOf(entry: ChatEntry): string {
  if (isPlaceholder(entry)) return 'messages of the caller';
  return entry.name ? `${entry.role} (${entry.name})` : entry.role;
}

function textOf(entry: ChatEntry): string {
  return isPlaceholder(entry) ? entry.name : entry.content;
}
