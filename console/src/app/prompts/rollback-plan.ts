import type { Prompt } from './prompts-api';

/** A change of what a prompt serves or what a label says. */
export type PromptChange =
  | { readonly kind: 'move'; readonly label: string; readonly from: number | null; readonly to: number }
  /** The words of `to` become the newest version, `makes`. */
  | { readonly kind: 'restore'; readonly from: number; readonly to: number; readonly makes: number };

/** A change that a person may choose, and why they may not. */
export interface Way {
  readonly change: PromptChange;
  readonly locked: string | null;
}

type Placed = Pick<Prompt, 'labels' | 'serves' | 'servedVersion' | 'latestVersion'>;

/** Why somebody may not move a label; null when they may. */
export function lockOf(label: string, protectedLabels: readonly string[], isAdmin: boolean): string | null {
  return !isAdmin && protectedLabels.includes(label) ? 'protected: only an admin moves it' : null;
}

/**
 * How a prompt is rolled back to a version: what it serves is moved there; its words can also become the newest version, which is the
 * only way where `latest` is served.
 */
export function waysBack(
  prompt: Placed,
  to: number,
  locks: (label: string) => string | null,
): readonly Way[] {
  const { serves, latestVersion } = prompt;
  const restore: Way = {
    change: { kind: 'restore', from: latestVersion, to, makes: latestVersion + 1 },
    locked: null,
  };
  if (serves === 'latest') return to === latestVersion ? [] : [restore];
  const move: Way = { change: moveOf(prompt, serves, to), locked: locks(serves) };
  return [...(prompt.servedVersion === to ? [] : [move]), ...(to === latestVersion ? [] : [restore])];
}

/** A label put on a version. */
export function moveOf({ labels }: Pick<Prompt, 'labels'>, label: string, to: number): PromptChange {
  return { kind: 'move', label, from: labels.find((place) => place.label === label)?.version ?? null, to };
}

/** What the button does: "Move production 7 → 8". */
export function changeWord(change: PromptChange): string {
  if (change.kind === 'restore') return `Save the words of ${change.to} as version ${change.makes}`;
  const { label, from, to } = change;
  return from === null ? `Set ${label} to ${to}` : `Move ${label} ${from} → ${to}`;
}

/** When it is done: "Moved production 7 → 8". */
export function doneWord(change: PromptChange): string {
  if (change.kind === 'restore') return `Version ${change.makes} has the words of ${change.to}`;
  return changeWord(change).replace(/^Move/, 'Moved');
}

/** The version whose words a change replaces, to be compared with the new ones; null: there was none. */
export function replacedBy(change: PromptChange): number | null {
  return change.from;
}

/** What agents that ask without a version get afterwards, in a sentence, and whether that is a change. */
export function servedAfterChange(
  prompt: Placed,
  change: PromptChange,
): { readonly changes: boolean; readonly words: string } {
  const { serves, servedVersion } = prompt;
  const before = servedVersion === null ? 'nothing' : `version ${servedVersion}`;
  const isServed = change.kind === 'restore' ? serves === 'latest' : change.label === serves;
  const after = change.kind === 'restore' ? change.makes : change.to;
  if (isServed && servedVersion !== after)
    return {
      changes: true,
      words: `Served changes from ${before} to version ${after}, at once (serves ${serves}).`,
    };
  return { changes: false, words: `Served stays ${before} (serves ${serves}).` };
}
