import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isPromptFileName, isPromptFolderName, nameFromPath } from './prompt-file-path';
import { MAX_NAME_SEGMENTS } from './prompt-name';
import { parsePromptFile } from './prompt-file';

/** More files than this are not a folder of prompts. */
const MAX_FILES = 10_000;

/**
 * Reads which prompt lies in which file: by path, or by the name a file gives itself. Two files that claim one name (without
 * regard to case) make it unusable, as when they are imported: it maps to null.
 *
 * Links are followed when they lead to a file inside the folder. What cannot be read is left out. Rejects only when the folder
 * itself cannot be read.
 * @example (await scanPromptFolder('/app/prompts')).get('rules/units') // 'rules/units.md'
 */
export async function scanPromptFolder(directory: string): Promise<Map<string, string | null>> {
  const root = await realpath(directory);
  const paths: string[] = [];
  await visit(root, '', 1, paths);
  const byName = new Map<string, string | null>();
  const spelled = new Map<string, string>();
  for (const path of paths.sort()) {
    const name = await nameOf(root, path);
    if (name === null) continue;
    const other = spelled.get(name.toLowerCase());
    if (other !== undefined) byName.set(other, null);
    spelled.set(name.toLowerCase(), name);
    byName.set(name, other === undefined ? path : null);
  }
  return byName;
}

/** Whether a path with all links followed lies in the folder. @example isInside('/app/prompts', '/app/prompts/a.md') // true */
export function isInside(root: string, real: string): boolean {
  return real.startsWith(root.endsWith(sep) ? root : root + sep);
}

async function visit(root: string, folder: string, depth: number, paths: string[]): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') throw error;
    return; // a folder without permission: its prompts are not found
  }
  for (const entry of entries) {
    if (paths.length >= MAX_FILES) return;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (isPromptFolderName(entry.name) && depth < MAX_NAME_SEGMENTS)
        await visit(root, path, depth + 1, paths);
    } else if (isPromptFileName(entry.name) && (entry.isFile() || entry.isSymbolicLink())) paths.push(path);
  }
}

async function nameOf(root: string, path: string): Promise<string | null> {
  try {
    const real = await realpath(join(root, path));
    if (!isInside(root, real)) return null;
    const bytes = await readFile(real);
    const byPath = nameFromPath(path);
    if (!mayHaveFrontMatter(bytes)) return byPath;
    const file = parsePromptFile(bytes);
    return file.ok ? (file.name ?? byPath) : byPath;
  } catch {
    return null; // gone, a folder, or without permission: it would not be readable later either
  }
}

/** Whether the text begins with `---`, a byte order mark left out. */
function mayHaveFrontMatter(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0;
  return bytes.subarray(start, start + 3).equals(Buffer.from('---'));
}
