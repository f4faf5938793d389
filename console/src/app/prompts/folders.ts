import type { ListedPrompt } from './prompts-api';

/** A run of prompts that share a folder; the prompts at the top have the folder ''. */
export interface FolderGroup {
  readonly folder: string;
  readonly prompts: readonly ListedPrompt[];
  /** The folder may have more prompts on the page before or after. */
  readonly isCut: boolean;
}

/** The part of a name before its last `/`: 'a/b' of 'a/b/c'. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** The part of a name after its last `/`. */
export function leafOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Every folder on the way to a name: ['a', 'a/b'] of 'a/b/c'. */
export function foldersOnTheWay(name: string): readonly string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/**
 * Groups prompts that stand next to each other in the same folder, however it is capitalised; the order stays as the
 * server gave it.
 * `before` and `after`: whether there are pages on that side.
 */
export function groupByFolder(
  prompts: readonly ListedPrompt[],
  pages: { readonly before: boolean; readonly after: boolean },
): readonly FolderGroup[] {
  const runs: { folder: string; prompts: ListedPrompt[] }[] = [];
  for (const prompt of prompts) {
    const folder = folderOf(prompt.name);
    const last = runs.at(-1);
    if (last?.folder.toLowerCase() === folder.toLowerCase()) last.prompts.push(prompt);
    else runs.push({ folder, prompts: [prompt] });
  }
  return runs.map((run, index) => ({
    ...run,
    isCut: (index === 0 && pages.before) || (index === runs.length - 1 && pages.after),
  }));
}
