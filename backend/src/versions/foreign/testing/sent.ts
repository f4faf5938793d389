import type { PromptFile } from '../../prompt-file';
import { readSentFiles } from '../../sent-files';

/** What is read of one file that is sent with others. */
export function read(path: string, text: string, others: Record<string, string> = {}) {
  return readSentFiles(
    Object.entries({ [path]: text, ...others }).map(([at, words]) => ({ path: at, text: words })),
  );
}

/** The prompt that the file is; throws why it is none. */
export function only(path: string, text: string, others?: Record<string, string>): PromptFile {
  const [file] = read(path, text, others);
  if (!file?.ok) throw new Error(file?.reason);
  return file;
}

/** Why the file is refused; throws when it is not. */
export function refused(path: string, text: string): string {
  const [file] = read(path, text);
  if (!file || file.ok) throw new Error(`was read as ${JSON.stringify(file?.content)}`);
  return file.reason;
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);
