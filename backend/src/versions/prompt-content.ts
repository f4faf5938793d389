import {
  detectTemplateFormat,
  literalLookalikes,
  validateContent,
  type VersionContent,
} from '@prompt-registry/resolver';
import type { FrontMatter } from './front-matter-fields';

/** The words of a file, and where they are in it. */
export interface FileWords {
  readonly body: string;
  /** The line of the file on which the body begins. */
  readonly bodyLine: number;
  /** Where a line of a message is in the file, when that is known. */
  readonly lineOfMessage?: ((index: number, line: number) => number | undefined) | undefined;
  /** Why the template format that the front matter gives is the right one, when a conversion gave it. */
  readonly because?: string | undefined;
}

export type ReadContent =
  | {
      readonly ok: true;
      readonly content: VersionContent;
      readonly variables: readonly string[];
      /** Where the template format is from. */
      readonly because: string;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

interface Place {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The content that a file makes, checked as any other; what is wrong is said with its line in the file. */
export function readContent(front: FrontMatter, words: FileWords): ReadContent {
  const { templateFormat, config, messages } = front;
  const { body, bodyLine } = words;
  const isChat = messages !== null;
  if (isChat && body.trim() !== '')
    return {
      ok: false,
      reason: `line ${bodyLine}: a chat prompt has its words in "messages"; remove the text after the front matter`,
    };
  const texts = isChat ? textsOf(messages) : [body];
  const detected = templateFormat ? null : detectTemplateFormat(texts.join('\n'));
  if (detected && !detected.ok) {
    const [problem] = detected.problems;
    if (!problem) return { ok: false, reason: 'no template format reads it' };
    const { index, line } = isChat ? placeIn(texts, problem.line) : { index: 0, line: problem.line };
    return { ok: false, reason: describe({ ...problem, line }, isChat ? index : null, words) };
  }
  const format = templateFormat ?? (detected?.ok ? detected.format : 'none');
  const result = validateContent({
    type: isChat ? 'chat' : 'text',
    templateFormat: format,
    content: isChat ? messages : body,
    config,
  });
  if (!result.ok) {
    const [problem] = result.problems;
    if (!problem) return { ok: false, reason: 'it cannot be read' };
    const index = Number(/^content\[(\d+)\]/.exec(problem.field)?.[1] ?? -1);
    const where = problem.field === 'content' ? '' : `${problem.field.replace(/^content/, 'messages')}: `;
    return { ok: false, reason: where + describe(problem, isChat ? index : null, words) };
  }
  return {
    ok: true,
    content: result.content,
    variables: result.variables,
    because: detected?.ok ? `detected: ${detected.because}` : (words.because ?? 'the front matter says so'),
    warnings: detected?.ok ? detected.warnings : words.because ? lookalikes(texts, format) : [],
  };
}

/** `index` null: the text after the front matter. */
function describe({ message, line, column }: Place, index: number | null, words: FileWords): string {
  if (line === undefined) return message;
  if (index === null) return `line ${words.bodyLine + line - 1}, column ${column}: ${message}`;
  const found = words.lineOfMessage?.(index, line);
  return found === undefined ? message : `line ${found}: ${message}`;
}

function lookalikes(texts: readonly string[], format: VersionContent['templateFormat']): string[] {
  // Lines of several messages would be of none of them.
  return texts.length > 1
    ? texts.flatMap((text) =>
        literalLookalikes(text, format).map((remark) => remark.replace(/^line \d+: /, '')),
      )
    : literalLookalikes(texts[0] ?? '', format);
}

function placeIn(texts: readonly string[], line: number): { index: number; line: number } {
  let rest = line;
  for (const [index, text] of texts.entries()) {
    const lines = text.split('\n').length;
    if (rest <= lines) return { index, line: rest };
    rest -= lines;
  }
  return { index: texts.length - 1, line: 1 };
}

/** One format is detected for all messages: it belongs to the version. */
function textsOf(messages: unknown): string[] {
  if (!Array.isArray(messages)) return [];
  return messages.map((entry: unknown) => String((entry as { content?: unknown } | null)?.content ?? ''));
}
