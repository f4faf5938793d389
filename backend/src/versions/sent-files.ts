import { readPromptFile, type PromptFile, type UnusableFile } from './prompt-file';
import { isDocument, problemOfFileName } from './prompt-file-name';
import { besidePath, withoutCollisions } from './prompt-folder';

/** A file as somebody sent it. */
interface SentFile {
  readonly path: string;
  readonly text: string;
}

/** Reads files that were sent by the rules of the folder, and says of each one why it is not used. Pure, in the order of their paths. */
export function readSentFiles(files: readonly SentFile[]): Array<PromptFile | UnusableFile> {
  const sent = files.map(({ path, text }) => ({
    path: path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, ''),
    text,
  }));
  const byPath = new Map(sent.map(({ path, text }) => [path, text]));
  // What goes with another file is read with it.
  const beside = new Set(
    sent.map(({ path }) => besidePath(path)).filter((path, at) => path !== sent[at]?.path),
  );
  const read = sent
    .filter(({ path }) => !beside.has(path))
    .flatMap(({ path, text }) => readOne(path, text, byPath.get(besidePath(path))));
  return withoutCollisions(read).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readOne(path: string, text: string, beside?: string): Array<PromptFile | UnusableFile> {
  const unusable = (reason: string) => [{ ok: false as const, path, reason }];
  const reason = reasonToSkip(path);
  if (reason !== null) return unusable(reason);
  return readPromptFile(path, Buffer.from(text), beside === undefined ? undefined : Buffer.from(beside));
}

function reasonToSkip(path: string): string | null {
  const names = path.split('/');
  const name = names.pop() ?? '';
  if (names.some((folder) => folder === '..')) return 'leads out of its folder';
  if (isDocument(name)) return 'is a document about the folder, not a prompt';
  const hidden = [...names, name].find((part) => part.startsWith('.') || part === 'node_modules');
  if (hidden !== undefined) return `"${hidden}" is passed over`;
  if (names.some((folder) => folder.startsWith('_')))
    return 'is in a folder that begins with _: partials are not prompts';
  const problem = problemOfFileName(name);
  return problem === 'other' ? 'is not a prompt file' : problem;
}
