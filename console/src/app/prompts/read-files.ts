import { filesOfBundle, type PromptFile, withoutCommonFolder } from './prompt-bundle';

/** A file of a person's computer, with the folders it was in. */
export interface FoundFile {
  readonly path: string;
  readonly file: File;
}

/** A file that cannot be sent, and why. */
export interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

/** What was picked, ready to be sent. */
export interface ReadFiles {
  readonly files: readonly PromptFile[];
  readonly unreadable: readonly UnreadableFile[];
}

/** Larger files are no prompts. */
const MOST_BYTES = 1_048_576;
const MOST_BUNDLE_BYTES = 64 * MOST_BYTES;
const TOO_LARGE = 'is larger than 1 MB; make several files of it';
/** A person who dropped a home directory did not mean it. */
const MOST_FILES = 10_000;
const PASSED_OVER = /^\.|^node_modules$/;

/** The files of an `<input type="file">`. */
export function filesOfInput(list: FileList | null): readonly FoundFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of what was dropped, also those in folders. */
export async function filesOfEntries(
  entries: readonly (FileSystemEntry | null)[],
): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

/** Reads files as text; bundles become the files in them. */
export async function readFiles(found: readonly FoundFile[]): Promise<ReadFiles> {
  const files: PromptFile[] = [];
  const bundled: PromptFile[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const { path, file } of found) {
    const isBundle = /\.json$/i.test(path);
    if (file.size > (isBundle ? MOST_BUNDLE_BYTES : MOST_BYTES)) {
      unreadable.push({ path, reason: TOO_LARGE });
      continue;
    }
    const text = await textOf(file);
    const inside = isBundle && text !== null ? filesOfBundle(text) : undefined;
    if (inside) bundled.push(...inside);
    else if (text === null) unreadable.push({ path, reason: await whyNoText(file) });
    else if (text.includes('\0'))
      unreadable.push({ path, reason: 'has NUL characters: it is no text, or UTF-16; save it as UTF-8' });
    else if (file.size > MOST_BYTES) unreadable.push({ path, reason: TOO_LARGE });
    else files.push({ path, text });
  }
  return { files: [...withoutCommonFolder(files), ...bundled], unreadable };
}

async function textOf(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null; // the decoder, and a file that is gone, have no other way to say so
  }
}

async function whyNoText(file: File): Promise<string> {
  const [first, second] = new Uint8Array(
    await file
      .slice(0, 2)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0)),
  );
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? 'is UTF-16; save it as UTF-8' : 'is not valid UTF-8';
}

async function walk(entry: FileSystemEntry, found: FoundFile[]): Promise<void> {
  if (found.length >= MOST_FILES || PASSED_OVER.test(entry.name)) return;
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (entry instanceof FileSystemDirectoryEntry) {
    const reader = entry.createReader();
    // A browser tells a folder in portions; an empty one is the last.
    for (;;) {
      const portion = await new Promise<readonly FileSystemEntry[]>((resolve) =>
        reader.readEntries(resolve, () => resolve([])),
      );
      if (portion.length === 0) return;
      for (const inside of portion) await walk(inside, found);
    }
  }
}
