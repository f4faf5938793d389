/** A file of another tool; its line ends are LF. */
export interface ForeignFile {
  /** With `/`. */
  readonly path: string;
  readonly text: string;
  /** The text of the `config.json` beside it, where the tool writes one. */
  readonly beside?: string | undefined;
}

/** A prompt of such a file, in the words of our own front matter. */
export interface ForeignPrompt {
  /** The name it has inside a file of several. */
  readonly part?: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The text; empty for a chat, whose messages are in `fields`. */
  readonly body: string;
  /** The line of the file on which the body begins. */
  readonly bodyLine: number;
  /** Where a line of a message is in the file, when that is known. */
  readonly lineOfMessage?: (index: number, line: number) => number | undefined;
  /** Why it has its template format; absent when that is to be detected. */
  readonly because?: string;
  readonly labels?: readonly string[];
  readonly warnings: readonly string[];
}

/** The file cannot be converted without changing its meaning; the message says why, with the line where there is one. */
export class Inconvertible extends Error {
  constructor(reason: string, line?: number) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The line of a text, from 1, on which an offset is. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Tools fill in what a caller leaves out; the registry asks for every value. */
export function defaultsRemark(names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [`defaults are not filled in (${names.slice(0, 10).join(', ')}): the caller passes every value`];
}
