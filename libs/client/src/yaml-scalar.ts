import type { JsonValue } from '@prompt-registry/resolver';

/** Raised for YAML outside the subset; the reader of the file decides what that means. */
export class BeyondSubset extends Error {}

const INTEGER = /^[-+]?\d+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+\.\d*|(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+)$/;
const OTHER_NUMBER = /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** What cannot begin a plain scalar, or begins something that is not one. */
const SPECIAL_START = /^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]/;

/**
 * Reads a scalar that stands on one line, without comment: quoted or plain, plain ones by the core schema of YAML 1.2.
 *
 * @throws BeyondSubset for anything that a complete YAML reader might read otherwise.
 * @example readScalar('0.2') // 0.2
 */
export function readScalar(text: string): JsonValue {
  if (text.startsWith('"')) return readDoubleQuoted(text);
  if (text.startsWith("'")) return readSingleQuoted(text);
  return readPlain(text);
}

/** Where a quoted scalar at the beginning of the text ends (after its quote); -1 when it does not end on this line. */
export function quotedLength(text: string): number {
  const match = text.startsWith('"') ? /^"(?:[^"\\]|\\.)*"/.exec(text) : /^'(?:[^']|'')*'/.exec(text);
  return match ? match[0].length : -1;
}

/** Takes a trailing comment and the spaces before it off what follows a value. */
export function withoutComment(text: string): string {
  return text.replace(/(?:^|[ \t]+)#.*$/, '').trimEnd();
}

function readDoubleQuoted(text: string): string {
  // The escapes of JSON mean the same in YAML; YAML's others are left to a complete reader.
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new BeyondSubset('an escape that JSON does not have');
  }
}

function readSingleQuoted(text: string): string {
  if (quotedLength(text) !== text.length) throw new BeyondSubset('a quoted text that goes on');
  return text.slice(1, -1).replaceAll("''", "'");
}

function readPlain(text: string): JsonValue {
  if (SPECIAL_START.test(text) || /:(?:[ \t]|$)|[ \t]#|\t/.test(text))
    throw new BeyondSubset('not a plain scalar');
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (OTHER_NUMBER.test(text)) throw new BeyondSubset('a number that JSON cannot write');
  if (!INTEGER.test(text) && !FLOAT.test(text)) return text;
  const number = Number(text);
  if (!Number.isFinite(number) || (INTEGER.test(text) && !Number.isSafeInteger(number)))
    throw new BeyondSubset('a number too large');
  return number;
}
