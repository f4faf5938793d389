import { randomFillSync } from 'node:crypto';

const HEX_DIGITS = 32;
/** Asking the system for randomness costs more than the rest of an answer; one block serves so many. */
const IDS_A_BLOCK = 64;

const block = Buffer.alloc((HEX_DIGITS / 2) * IDS_A_BLOCK);
/** The block in hex; an id is a slice of it. Writing out each id by itself called into the platform, a fifth of a load. */
let digits = '';
let next = 0;

/**
 * A new random trace id as OpenTelemetry and W3C Trace Context have it.
 *
 * An id that is kept keeps its block of 2 KB alive.
 * @example newTraceId() // '4bf92f3577b34da6a3ce929d0e0e4736'
 */
export function newTraceId(): string {
  if (next >= digits.length) {
    digits = randomFillSync(block).toString('hex');
    next = 0;
  }
  next += HEX_DIGITS;
  return digits.slice(next - HEX_DIGITS, next);
}
