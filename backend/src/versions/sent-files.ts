import { parsePromptFile, type PromptFile, type UnusableFile } from './prompt-file';
import { isDocument, problemOfFileName } from './prompt-file-name';
import { withoutCollisions } from './prompt-folder';

/** A file as somebody sent it. */
interface SentFile {
  readonly path: string;
  readonly text: string;
}

/** Reads files that were sent by the rules of the folder, and says of each one why it is not used. Pure, in the order of their paths. */
export function readSentFiles(files: readonly SentFile[]): Array<PromptFile | UnusableFile> {
  return withoutCollisions(files.map(readOne)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readOne({ path: given, text }: SentFile): PromptFile | UnusableFile {
  const path = given.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  const reason = reasonToSkip(path);
  return reason === null ? parsePromptFile(path, Buffer.from(text)) : { ok: false, path, reason };
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
  return problem === 'other' ? 'is not a prompt file; use .md or .txt' : problem;
}
