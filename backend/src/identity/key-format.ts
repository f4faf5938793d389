import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX_LENGTH = 8;
/** 30 base62 characters are 178 random bits: no dictionary, no salt, no slow hash needed. */
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(
  `^pr_[0-9A-Za-z]{${PREFIX_LENGTH}}_[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`,
);

/** What a key that this server did not make shows instead of a prefix: any part of it could be secret. */
export const FOREIGN_PREFIX = 'configured';

/**
 * Makes a new API key: `pr_`, a public prefix, `_`, a random secret and the checksum of all before it, so that a secret
 * scanner can recognise a key and a mistyped one is told apart from a revoked one.
 */
export function makeKey(): string {
  const body = `pr_${random(PREFIX_LENGTH)}_${random(SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** The public beginning of a key, such as `pr_4fK2b9Xq`. */
export function prefixOf(key: string): string {
  return SHAPE.test(key) ? key.slice(0, 3 + PREFIX_LENGTH) : FOREIGN_PREFIX;
}

/** True when a text starts like a key of this server but cannot be one: cut off, or with a wrong character. */
export function looksMistyped(text: string): boolean {
  if (!text.startsWith('pr_')) return false;
  return !SHAPE.test(text) || checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH);
}

/** SHA-256 in hex: what is stored of keys and session tokens. */
export function digest(secret: string): string {
  return hash('sha256', secret, 'hex');
}

function random(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = (ALPHABET[rest % ALPHABET.length] as string) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
