import { splitByRoleLines } from './role-lines';
import { Inconvertible, lineAt, type ForeignFile, type ForeignPrompt } from './foreign-prompt';

// {{ a-b }} subtracts, and these names are values of the language.
const NOT_PLAIN =
  /\{%[^%]{0,60}|\{#[^#]{0,60}|\{\{\s*(?:[\p{XID_Start}_]\p{XID_Continue}*-[^}]{0,60}|(?:true|false|none|True|False|None|self|loop)\s*\}\})/u;

/** Why a text without anything but variables is read as mustache. */
export const PLAIN_JINJA = 'Jinja with plain variables only, which mustache writes the same';

/** Refuses what Jinja (and Nunjucks) would do more than inserting values. @throws Inconvertible naming line and construct. */
export function requirePlainJinja(text: string, firstLine: number): void {
  const found = NOT_PLAIN.exec(text);
  if (!found) return;
  const construct = found[0].split('\n', 1)[0]?.trim() ?? '';
  const what = construct.startsWith('{#') ? 'a comment' : 'logic';
  throw new Inconvertible(
    `${construct}…: ${what} of Jinja is not supported; decide in the calling code and pass the text as a variable`,
    firstLine + lineAt(text, found.index) - 1,
  );
}

/** By default Jinja leaves one line end at the end out. */
export function renderedByJinja(text: string): string {
  return text.replace(/\n$/, '');
}

/** A Jinja template without logic; one that begins with a role, as Prompt flow writes chats, is a chat. */
export function fromJinja({ text }: ForeignFile): ForeignPrompt[] {
  requirePlainJinja(text, 1);
  const common = { bodyLine: 1, because: PLAIN_JINJA };
  const chat = splitByRoleLines(text, 1);
  if (chat?.startsWithRole)
    return [
      {
        ...common,
        fields: { templateFormat: 'mustache', messages: chat.messages },
        body: '',
        lineOfMessage: chat.lineOfMessage,
        warnings: ['it begins with a role, so it was read as a chat'],
      },
    ];
  const warnings = text.endsWith('\n') ? ['the last line end stays; Jinja leaves it out by default'] : [];
  return [{ ...common, fields: { templateFormat: 'mustache' }, body: text, warnings }];
}
