import type { FieldProblem } from '../problem/problem';

export const PASSWORD_MIN = 12;

// Without letters that are easily taken for others when read aloud or copied by hand.
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A random password of 20 characters in four groups (115 bits), such as `h4kQz-Rb2mW-…`. */
export function generatePassword(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, randomLetter).join(''),
  );
  return groups.join('-');
}

function randomLetter(): string {
  // Bytes beyond the last whole multiple would make the first letters more likely.
  const limit = 256 - (256 % LETTERS.length);
  const byte = new Uint8Array(1);
  do crypto.getRandomValues(byte);
  while ((byte[0] ?? 0) >= limit);
  return LETTERS.charAt((byte[0] ?? 0) % LETTERS.length);
}

/** What is wrong with a new password. */
export function passwordProblems(field: string, password: string): readonly FieldProblem[] {
  if ([...password].length >= PASSWORD_MIN) return [];
  return [{ field, message: `needs at least ${PASSWORD_MIN} characters; some unrelated words are fine` }];
}
