import type { TrialUse } from './prompt-page-trial';
import type { LabelPlace, VersionEntry } from './prompts-api';

/** A version in the timeline, with everything that is said of it. */
export interface TimelineItem extends VersionEntry {
  readonly served: boolean;
  readonly uses: readonly TrialUse[];
}

/** The labels come from the prompt, so that every part of the page says the same. */
export function timelineItems(
  entries: readonly VersionEntry[],
  prompt: { readonly labels: readonly LabelPlace[]; readonly latestVersion: number; readonly serves: string },
  uses: ReadonlyMap<number, readonly TrialUse[]>,
): readonly TimelineItem[] {
  const places = [...prompt.labels, { label: 'latest', version: prompt.latestVersion }];
  return entries.map((entry) => {
    const labels = places.filter(({ version }) => version === entry.version).map(({ label }) => label);
    return { ...entry, labels, served: labels.includes(prompt.serves), uses: uses.get(entry.version) ?? [] };
  });
}

/**
 * The items that a person looks for: every word is in the message, a label or the author; a number is the version's
 * (`12`, `v12`, `#12`) or in the message.
 */
export function searchedItems(items: readonly TimelineItem[], search: string): readonly TimelineItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const texts = [
      item.message,
      item.author,
      ...item.labels,
      ...item.uses.map(({ experiment }) => experiment),
    ];
    const all = texts.join('\n').toLowerCase();
    return words.every(
      (word) => /^[v#]?(\d+)$/.exec(word)?.[1] === String(item.version) || all.includes(word),
    );
  });
}
