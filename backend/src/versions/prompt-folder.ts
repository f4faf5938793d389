import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MAX_FILE_BYTES, readPromptFile, type PromptFile, type UnusableFile } from './prompt-file';
import { isDocument, isForeign, problemOfFileName } from './prompt-file-name';

/** A name has at most ten segments. */
const MAX_DEPTH = 10;
/** More files than this are not a folder of prompts. */
const MAX_FILES = 10_000;
/** Of the files that have one name. */
const MOST_LISTED = 5;

interface Folder {
  readonly real: string;
  readonly path: string;
  readonly depth: number;
}

interface Walk {
  readonly root: string;
  readonly files: string[];
  readonly skipped: UnusableFile[];
  /** Real paths of folders that were read: no loop, no folder twice. */
  readonly visited: Set<string>;
  /** Links to folders, read after all real folders. */
  readonly links: Folder[];
}

/**
 * Reads every prompt file of a folder, in the order of their paths. Nothing outside the folder is read, wherever links lead;
 * two files with one name make both unusable. Problems are answered, never thrown, except that a folder that cannot be read is.
 */
export async function readPromptFolder(directory: string): Promise<Array<PromptFile | UnusableFile>> {
  const root = await realpath(directory);
  const walk: Walk = { root, files: [], skipped: [], visited: new Set(), links: [] };
  await visit(walk, { real: root, path: '', depth: 0 });
  for (const link of walk.links) await visit(walk, link);
  const read: Array<PromptFile | UnusableFile> = [...walk.skipped];
  for (const path of walk.files) read.push(...(await readOne(root, path)));
  return withoutCollisions(read).sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function visit(walk: Walk, folder: Folder): Promise<void> {
  if (walk.visited.has(folder.real)) {
    skip(walk, folder.path, 'is a link to a folder that is read already');
    return;
  }
  walk.visited.add(folder.real);
  const entries = await entriesOf(walk, folder);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) await look(walk, folder, entry);
}

async function entriesOf(walk: Walk, folder: Folder): Promise<Dirent[]> {
  try {
    return await readdir(folder.real, { withFileTypes: true });
  } catch (error) {
    if (folder.path === '') throw error;
    skip(walk, folder.path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}

async function look(walk: Walk, folder: Folder, entry: Dirent): Promise<void> {
  const { name } = entry;
  const path = folder.path ? `${folder.path}/${name}` : name;
  if (name.startsWith('.') || name === 'node_modules' || isDocument(name)) return;
  const real = join(folder.real, name);
  if (entry.isSymbolicLink()) return followLink(walk, folder, path, real);
  if (entry.isDirectory()) return lookInside(walk, { real, path, depth: folder.depth + 1 });
  if (entry.isFile()) lookAtFile(walk, path);
}

async function followLink(walk: Walk, folder: Folder, path: string, link: string): Promise<void> {
  let real: string;
  try {
    real = await realpath(link);
    if (!isInside(walk.root, real)) return skip(walk, path, 'is a link that leads out of the folder');
    const target = await stat(real);
    if (target.isDirectory()) walk.links.push({ real, path, depth: folder.depth + 1 });
    else if (target.isFile()) lookAtFile(walk, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    skip(
      walk,
      path,
      code === 'ENOENT' || code === 'ELOOP' ? 'is a link that leads nowhere' : `cannot be read (${code})`,
    );
  }
}

function lookInside(walk: Walk, folder: Folder): Promise<void> | void {
  const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
  if (name.startsWith('_')) return skip(walk, folder.path, 'begins with _: partials are not prompts');
  if (folder.depth >= MAX_DEPTH) return skip(walk, folder.path, `is more than ${MAX_DEPTH} folders deep`);
  return visit(walk, folder);
}

function lookAtFile(walk: Walk, path: string): void {
  const reason = problemOfFileName(path.slice(path.lastIndexOf('/') + 1));
  if (reason === 'other') return;
  if (reason) return skip(walk, path, reason);
  if (walk.files.length >= MAX_FILES) return skip(walk, path, `is beyond the first ${MAX_FILES} files`);
  walk.files.push(path);
}

function skip(walk: Walk, path: string, reason: string): void {
  walk.skipped.push({ ok: false, path, reason });
}

async function readOne(root: string, path: string): Promise<Array<PromptFile | UnusableFile>> {
  const unusable = (reason: string) => [{ ok: false as const, path, reason }];
  try {
    const bytes = await readInside(root, path);
    if (typeof bytes === 'string') return unusable(bytes);
    const beside = path === besidePath(path) ? '' : await readInside(root, besidePath(path)).catch(() => '');
    const files = readPromptFile(path, bytes, typeof beside === 'string' ? undefined : beside);
    return isForeign(path) ? files.map(notAFallback) : files;
  } catch (error) {
    return unusable(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** The bytes of a file of the folder, or why it is not read. */
async function readInside(root: string, path: string): Promise<Buffer | string> {
  // Resolved again: what was a file of the folder may have become a link out of it.
  const real = await realpath(join(root, path));
  if (!isInside(root, real)) return 'is a link that leads out of the folder';
  const { size } = await stat(real);
  if (size > MAX_FILE_BYTES) return `has ${size} bytes; the most is ${MAX_FILE_BYTES}`;
  return readFile(real);
}

/** Where a tool keeps what goes with a file; the path itself when nothing does. */
export function besidePath(path: string): string {
  return path.replace(/((?:^|\/))skprompt\.txt$/i, '$1config.json');
}

/** An agent reads our own format only. */
function notAFallback(file: PromptFile | UnusableFile): PromptFile | UnusableFile {
  if (!file.ok) return file;
  const remark = `converted from ${file.format}: agents do not read it when the registry is down; export it to have a file that they do`;
  return { ...file, warnings: [...file.warnings, remark] };
}

function isInside(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The first of them; a report of thousands that all name each other would fill the memory. */
function listed(paths: readonly string[]): string {
  const rest = paths.length - MOST_LISTED;
  return [...paths.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** Names are unique without regard to case, and neither of two files is more right than the other. */
export function withoutCollisions(
  read: ReadonlyArray<PromptFile | UnusableFile>,
): Array<PromptFile | UnusableFile> {
  const byName = new Map<string, Array<PromptFile | UnusableFile>>();
  for (const file of read) {
    if (file.name === undefined) continue;
    const key = file.name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), file]);
  }
  return read.map((file) => {
    const others =
      file.name === undefined
        ? []
        : (byName.get(file.name.toLowerCase()) ?? []).filter((other) => other !== file);
    if (!file.ok || others.length === 0) return file;
    return {
      ok: false,
      path: file.path,
      name: file.name,
      reason: `has the same name "${file.name}" as ${listed(others.map(({ path }) => path).sort())}`,
    };
  });
}
