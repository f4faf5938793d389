import { MAX_MESSAGES, MAX_NAME_LENGTH } from './content-limits';
import type { ContentProblems } from './content-problem';
import { hyphenatedEnd } from './identifier';
import { isPlainObject } from './plain-object';
import { CHAT_ROLES, type ChatMessage, type ChatPlaceholder } from './version-content';

const MESSAGE_FIELDS: readonly string[] = ['role', 'content', 'name'];
const PLACEHOLDER_FIELDS: readonly string[] = ['type', 'name'];

/**
 * Checks the shape of a chat content and returns its well-shaped entries, rebuilt with only the known fields.
 *
 * Unknown fields are problems rather than dropped: what an author wrote must be what is stored. Entries with problems are
 * left out of the result. Templates are not parsed here.
 * @example validateMessages([{ role: 'user', content: 'Hi' }], 'content', problems)
 */
export function validateMessages(
  value: unknown,
  field: string,
  problems: ContentProblems,
): readonly (ChatMessage | ChatPlaceholder)[] {
  if (!Array.isArray(value)) {
    problems.add(field, 'WRONG_TYPE', 'The content of a chat prompt must be an array of messages.');
    return [];
  }
  if (value.length === 0) problems.add(field, 'EMPTY', 'A chat prompt needs at least one message.');
  if (value.length > MAX_MESSAGES) {
    problems.add(
      field,
      'TOO_MANY_MESSAGES',
      `A chat prompt may have ${MAX_MESSAGES} messages, this has ${value.length}.`,
    );
    return [];
  }
  const entries: (ChatMessage | ChatPlaceholder)[] = [];
  for (let i = 0; i < value.length; i++) {
    const before = problems.list.length;
    const entry = readEntry(value[i], `${field}[${i}]`, problems);
    if (entry !== null && problems.list.length === before) entries.push(entry);
  }
  return entries;
}

function readEntry(
  entry: unknown,
  field: string,
  problems: ContentProblems,
): ChatMessage | ChatPlaceholder | null {
  if (!isPlainObject(entry)) {
    problems.add(field, 'WRONG_TYPE', 'A message must be an object with role and content.');
    return null;
  }
  const placeholder = Object.hasOwn(entry, 'type');
  for (const key of Object.keys(entry)) {
    if (!(placeholder ? PLACEHOLDER_FIELDS : MESSAGE_FIELDS).includes(key)) {
      problems.add(
        field,
        'UNKNOWN_FIELD',
        `A ${placeholder ? 'placeholder' : 'message'} has no field ${JSON.stringify(key)}.`,
      );
    }
  }
  return placeholder ? readPlaceholder(entry, field, problems) : readMessage(entry, field, problems);
}

function readPlaceholder(
  entry: Readonly<Record<string, unknown>>,
  field: string,
  problems: ContentProblems,
): ChatPlaceholder | null {
  const { type, name } = entry;
  if (type !== 'placeholder')
    problems.add(`${field}.type`, 'WRONG_TYPE', "type must be 'placeholder'; a message has no type.");
  if (typeof name !== 'string') {
    problems.add(`${field}.name`, 'WRONG_TYPE', 'name must be a text.');
    return null;
  }
  if (name === '' || name.length > MAX_NAME_LENGTH || hyphenatedEnd(name, 0) !== name.length) {
    problems.add(
      `${field}.name`,
      'INVALID_NAME',
      `A placeholder name is 1 to ${MAX_NAME_LENGTH} letters, digits, _ and -, starting with a letter or _.`,
    );
  }
  return { type: 'placeholder', name };
}

function readMessage(
  entry: Readonly<Record<string, unknown>>,
  field: string,
  problems: ContentProblems,
): ChatMessage | null {
  const { content, name } = entry;
  const role = CHAT_ROLES.find((known) => known === entry['role']);
  if (role === undefined)
    problems.add(`${field}.role`, 'WRONG_TYPE', `role must be one of ${CHAT_ROLES.join(', ')}.`);
  if (typeof content !== 'string') problems.add(`${field}.content`, 'WRONG_TYPE', 'content must be a text.');
  if (
    name !== undefined &&
    (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH || /[\p{Cc}\p{Cs}]/u.test(name))
  ) {
    problems.add(
      `${field}.name`,
      'INVALID_NAME',
      `name must be a text of 1 to ${MAX_NAME_LENGTH} characters without control characters.`,
    );
  }
  if (role === undefined || typeof content !== 'string') return null;
  return typeof name === 'string' ? { role, content, name } : { role, content };
}
