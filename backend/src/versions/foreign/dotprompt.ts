import { splitFrontMatter } from '../front-matter';
import {
  defaultsRemark,
  Inconvertible,
  isRecord,
  lineAt,
  type ForeignFile,
  type ForeignPrompt,
} from './foreign-prompt';

/** Licence lines and blank ones before the front matter. */
const PREAMBLE = /^(?:(?:#[^\n]*|[ \t]*)\n)+(?=---[ \t]*\n)/;
const MARKER = /\{\{\s*(?:role\s+(["'])([a-z]+)\1|history)\s*\}\}/g;
/** Humanloop's format has the same extension. */
const PROMPTFILE = /^\s*<(?:system|user|assistant|tool)(?:\s[^>]*)?>/m;

type Entry =
  { role: string; content: string; line: number } | { type: 'placeholder'; name: string; line: number };

/** A `.prompt` file of Dotprompt without Handlebars' logic; words between its roles are kept to the character, as Dotprompt does. */
export function fromDotprompt({ text }: ForeignFile): ForeignPrompt[] {
  const preamble = PREAMBLE.exec(text)?.[0] ?? '';
  const split = splitFrontMatter(text.slice(preamble.length), { anyKey: true });
  if (!split.ok) throw new Inconvertible(split.reason);
  const front = split.fields ?? {};
  const blank = split.fields ? (/^\s*/.exec(split.body)?.[0] ?? '') : '';
  const body = split.fields ? split.body.trim() : text;
  const bodyLine = lineAt(preamble, preamble.length) + split.bodyLine - 1 + lineAt(blank, blank.length) - 1;
  const tag = PROMPTFILE.exec(body);
  if (tag && !/\{\{\s*role\b/.test(body))
    throw new Inconvertible(
      `${tag[0].trim()}: a Promptfile with tags for roles is not supported; write the messages in the front matter of a .md file`,
      bodyLine + lineAt(body, tag.index + tag[0].search(/\S/)) - 1,
    );
  const escaped = body.search(/\\\{\{/);
  if (escaped >= 0)
    throw new Inconvertible(
      '\\{{ writes braces as text, which mustache cannot',
      bodyLine + lineAt(body, escaped) - 1,
    );
  const entries = entriesOf(body, bodyLine);
  // Anybody may call a plain text so, with variables as they like them.
  const isSure = split.fields !== null || body.includes('{{');
  const input = isRecord(front['input']) ? front['input'] : {};
  return [
    {
      fields: {
        ...front,
        ...(entries ? { messages: entries.map(({ line: _, ...entry }) => entry) } : {}),
        ...(isSure ? { templateFormat: 'mustache' } : {}),
      },
      body: entries ? '' : body,
      bodyLine,
      lineOfMessage: (index, line) => {
        const entry = entries?.[index];
        return entry && entry.line + line - 1;
      },
      ...(isSure ? { because: 'Handlebars with plain variables only, which mustache writes the same' } : {}),
      warnings: defaultsRemark(isRecord(input['default']) ? Object.keys(input['default']) : []),
    },
  ];
}

/** The messages as Dotprompt makes them; null for a text, which has no role. */
function entriesOf(body: string, bodyLine: number): Entry[] | null {
  const entries: Entry[] = [];
  let role = 'user';
  let from = 0;
  let marked = false;
  const take = (to: number): void => {
    const content = body.slice(from, to);
    if (content.trim() !== '')
      entries.push({
        role: role === 'model' ? 'assistant' : role,
        content,
        line: bodyLine + lineAt(body, from) - 1,
      });
  };
  for (const match of body.matchAll(MARKER)) {
    marked = true;
    take(match.index);
    from = match.index + match[0].length;
    role = match[2] ?? 'model';
    if (match[2] === undefined)
      entries.push({ type: 'placeholder', name: 'history', line: bodyLine + lineAt(body, match.index) - 1 });
  }
  if (!marked) return null;
  take(body.length);
  return entries;
}
