/** Longest name, folders and slashes included. */
export const MAX_PROMPT_NAME_LENGTH = 200;

const SEGMENT = '[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?';

/** One to ten segments between slashes; a segment does not start with `.` or `-` and does not end with `.`. */
export const PROMPT_NAME_PATTERN = `^${SEGMENT}(/${SEGMENT}){0,9}$`;

const NAME = new RegExp(PROMPT_NAME_PATTERN);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what `{id}` takes as an id; such a text is never a name. */
export function isPromptId(text: string): boolean {
  return UUID.test(text);
}

/** What is wrong with a name, in words that fit after the field's name; `null` when nothing is. */
export function problemOfName(name: string): string | null {
  if (name.length > MAX_PROMPT_NAME_LENGTH) return `must have at most ${MAX_PROMPT_NAME_LENGTH} characters`;
  if (isPromptId(name)) return 'must not be a UUID: those are ids';
  if (NAME.test(name)) return null;
  return (
    'must be 1 to 10 segments between slashes, each of letters, digits, "_", "." and "-", ' +
    'not starting with "." or "-" and not ending with "."'
  );
}
