import type { Params } from '@angular/router';
import { type Match, matchOf, queryOf, type Searchable, searchable } from './fuzzy-match';

/** Something that can be chosen in the palette. */
export interface PaletteItem {
  /** Finds it again among the recent ones. */
  readonly key: string;
  readonly icon: string;
  readonly title: string;
  /** What kind of thing it is, or more about it. */
  readonly detail: string;
  /** Words that find it too. */
  readonly also?: string;
  /** Where it leads; absent when it does something instead. */
  readonly to?: { readonly commands: readonly string[]; readonly queryParams?: Params };
}

/** A choice made ready to be searched. */
export interface SearchableItem {
  readonly item: PaletteItem;
  readonly title: Searchable;
  /** The title and what belongs to it, such as the prompt of an experiment. */
  readonly beside: Searchable | null;
}

/** A choice with the parts of its title that were asked for. */
export interface FoundItem extends PaletteItem {
  readonly ranges: Match['ranges'];
}

/** The names of everything that can be gone to. */
export interface JumpTargets {
  readonly prompts: readonly { readonly name: string; readonly latestVersion: number }[];
  readonly experiments: readonly {
    readonly id: string;
    readonly name: string;
    readonly promptName: string;
    readonly status: string;
  }[];
}

/** More than anyone reads. */
const MOST_FOUND = 30;
const MOST_VERSIONS = 5;

/** Prompts and experiments as choices. */
export function itemsOf({ prompts, experiments }: JumpTargets): readonly PaletteItem[] {
  return [
    ...prompts.map(({ name, latestVersion }) => promptItem(name, latestVersion)),
    ...experiments.map(({ id, name, promptName, status }) => ({
      key: `experiment:${id}`,
      icon: 'flask',
      title: name,
      detail: `experiment on ${promptName}, ${status}`,
      also: promptName,
      to: { commands: ['/experiments', id] },
    })),
  ];
}

/** Makes choices ready to be searched: once for all the letters that are typed. */
export function readyItems(items: readonly PaletteItem[]): readonly SearchableItem[] {
  return items.map((item) => ({
    item,
    title: searchable(item.title),
    beside: item.also === undefined ? null : searchable(`${item.title} ${item.also}`),
  }));
}

/** What a query finds, best first: choices by their names, and versions where a number ends it, as in "energy 12". */
export function find(
  typed: string,
  items: readonly SearchableItem[],
  { prompts }: JumpTargets,
): readonly FoundItem[] {
  const latest = new Map(prompts.map(({ name, latestVersion }) => [`prompt:${name}`, latestVersion]));
  const versions = versionsFor(typed, items, latest);
  const query = queryOf(typed);
  const found = items.flatMap(({ item, title, beside }) => {
    const match = matchOf(query, title);
    if (match) return [{ item, ranges: match.ranges, score: match.score }];
    const other = beside && matchOf(query, beside);
    return other ? [{ item, ranges: [], score: other.score - 3 }] : [];
  });
  const best = found.sort((a, b) => b.score - a.score).slice(0, MOST_FOUND - versions.length);
  return [...versions, ...best.map(({ item, ranges }) => ({ ...item, ranges }))];
}

function versionsFor(
  typed: string,
  items: readonly SearchableItem[],
  latest: ReadonlyMap<string, number>,
): readonly FoundItem[] {
  const [, name = '', number = ''] = /^(.*\S)\s+v?(\d{1,6})$/i.exec(typed.trim()) ?? [];
  const version = Number(number);
  if (version < 1) return [];
  const query = queryOf(name);
  return items
    .filter(({ item }) => (latest.get(item.key) ?? 0) >= version)
    .flatMap(({ title }) => {
      const match = matchOf(query, title);
      return match ? [{ name: title.text, match }] : [];
    })
    .sort((a, b) => b.match.score - a.match.score)
    .slice(0, MOST_VERSIONS)
    .map((found) => ({ ...versionItem(found.name, version), ranges: found.match.ranges }));
}

function promptItem(name: string, latestVersion: number): PaletteItem {
  return {
    key: `prompt:${name}`,
    icon: 'prompts',
    title: name,
    detail: `prompt, v${latestVersion}`,
    to: { commands: ['/prompts', name] },
  };
}

function versionItem(name: string, version: number): PaletteItem {
  return {
    key: `version:${version}:${name}`,
    icon: 'clock',
    title: `${name} v${version}`,
    detail: 'version',
    to: { commands: ['/prompts', name], queryParams: { version } },
  };
}

/** A recent choice by its key; versions are not among the items, and are made again. Undefined when it is gone. */
export function recalled(
  key: string,
  items: readonly PaletteItem[],
  { prompts }: JumpTargets,
): PaletteItem | undefined {
  const [, number, name] = /^version:(\d+):(.*)$/.exec(key) ?? [];
  if (name === undefined) return items.find((item) => item.key === key);
  const exists = prompts.some((prompt) => prompt.name === name && prompt.latestVersion >= Number(number));
  return exists ? versionItem(name, Number(number)) : undefined;
}
