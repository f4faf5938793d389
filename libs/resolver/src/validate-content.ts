import { MAX_CONTENT_LENGTH, MAX_NAME_LENGTH, MAX_VARIABLES } from './content-limits';
import { ContentProblems, type ContentProblem } from './content-problem';
import { normaliseContent } from './normalise-content';
import { parseTemplate } from './parse-template';
import { TEMPLATE_FORMATS, type TemplateFormat } from './parsed-template';
import { isPlainObject } from './plain-object';
import { validateConfig } from './validate-config';
import { validateMessages } from './validate-messages';
import {
  isPlaceholder,
  type ChatMessage,
  type ChatPlaceholder,
  type JsonObject,
  type VersionContent,
} from './version-content';

/** A content ready to be stored, with its names, or everything wrong with it. @example { ok: true, content, variables: ['city'], placeholders: [] } */
export type ValidatedContent =
  | {
      readonly ok: true;
      readonly content: VersionContent;
      readonly variables: readonly string[];
      readonly placeholders: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly ContentProblem[] };

const FIELDS: readonly string[] = ['type', 'templateFormat', 'content', 'config'];

/**
 * The one gate to publishing: checks shape, limits and templates of something that claims to be a version's content.
 *
 * Accepts parsed JSON; an absent `config` is `{}`. The returned content is rebuilt from known fields only and normalised
 * ({@link normaliseContent}), so it can be stored and hashed as it is. Problems carry a field path such as
 * `content[2].content` and, inside a text, line and column (1-based) in the text as sent. Never throws on JSON.
 * @example validateContent({ type: 'text', templateFormat: 'f-string', content: 'Hi {0}' }) // problems: POSITIONAL_FIELD
 */
export function validateContent(input: unknown): ValidatedContent {
  const problems = new ContentProblems();
  if (!isPlainObject(input)) {
    problems.add('', 'WRONG_TYPE', 'A version content must be an object.');
    return { ok: false, problems: problems.list };
  }
  for (const key of Object.keys(input)) {
    if (!FIELDS.includes(key))
      problems.add('', 'UNKNOWN_FIELD', `A version content has no field ${JSON.stringify(key)}.`);
  }
  const { type, config = {} } = input;
  const templateFormat = TEMPLATE_FORMATS.find((known) => known === input['templateFormat']);
  if (templateFormat === undefined) {
    problems.add(
      'templateFormat',
      'WRONG_TYPE',
      `templateFormat must be one of ${TEMPLATE_FORMATS.join(', ')}.`,
    );
  }
  validateConfig(config, problems);
  const content = readContent(type, input['content'], problems);
  const names = content === null ? null : checkTexts(content, templateFormat, problems);
  if (problems.list.length > 0 || content === null || names === null || templateFormat === undefined) {
    return { ok: false, problems: problems.list };
  }
  const rest = { templateFormat, config: config as JsonObject }; // validateConfig found nothing
  const version: VersionContent =
    typeof content === 'string' ? { type: 'text', content, ...rest } : { type: 'chat', content, ...rest };
  return { ok: true, content: normaliseContent(version), ...names };
}

type Words = string | readonly (ChatMessage | ChatPlaceholder)[];

function readContent(type: unknown, content: unknown, problems: ContentProblems): Words | null {
  if (type === 'chat') {
    const before = problems.list.length;
    const entries = validateMessages(content, 'content', problems);
    // Entries that were left out would shift the paths of later problems.
    return problems.list.length === before ? entries : null;
  }
  if (type !== 'text') problems.add('type', 'WRONG_TYPE', 'type must be text or chat.');
  else if (typeof content !== 'string')
    problems.add('content', 'WRONG_TYPE', 'The content of a text prompt must be a text.');
  else if (content.trim() === '')
    problems.add('content', 'EMPTY', 'A prompt without words cannot be served.');
  else return content;
  return null;
}

function checkTexts(content: Words, format: TemplateFormat | undefined, problems: ContentProblems) {
  const entries = typeof content === 'string' ? [{ role: 'user' as const, content }] : content;
  const length = entries.reduce((sum, entry) => sum + ('content' in entry ? entry.content.length : 0), 0);
  if (length > MAX_CONTENT_LENGTH) {
    problems.add(
      'content',
      'TOO_LONG',
      `The content may have ${MAX_CONTENT_LENGTH} characters, this has ${length}.`,
    );
    return null; // a text this long is not worth parsing for more problems
  }
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  entries.forEach((entry, i) => {
    if (isPlaceholder(entry)) {
      placeholders.add(entry.name);
      return;
    }
    const field = typeof content === 'string' ? 'content' : `content[${i}].content`;
    problems.addUnstorable(field, entry.content);
    if (format === undefined) return;
    const parsed = parseTemplate(entry.content, format);
    if (parsed.ok) for (const name of parsed.variables) variables.add(name);
    else problems.addTemplate(field, parsed.problems);
  });
  checkNames(variables, placeholders, problems);
  return { variables: [...variables], placeholders: [...placeholders] };
}

function checkNames(
  variables: ReadonlySet<string>,
  placeholders: ReadonlySet<string>,
  problems: ContentProblems,
): void {
  const count = variables.size + placeholders.size;
  if (count > MAX_VARIABLES)
    problems.add(
      'content',
      'TOO_MANY_VARIABLES',
      `A version may have ${MAX_VARIABLES} variables, this has ${count}.`,
    );
  for (const name of variables) {
    if (name.length > MAX_NAME_LENGTH) {
      problems.add(
        'content',
        'INVALID_NAME',
        `A variable name may have ${MAX_NAME_LENGTH} characters: ${name.slice(0, 20)}…`,
      );
    }
    if (placeholders.has(name))
      problems.add('content', 'NAME_CONFLICT', `${name} is both a variable and a placeholder.`);
  }
}
