import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
/** Asking the system for randomness costs more than the rest of an answer; one block serves so many. */
const IDS_A_BLOCK = 256;

const block = Buffer.alloc(ID_BYTES * IDS_A_BLOCK);
let next = block.length;

/** A new random trace id as OpenTelemetry and W3C Trace Context have it. @example newTraceId() // '4bf92f3577b34da6a3ce929d0e0e4736' */
export function newTraceId(): string {
  if (next >= block.length) {
    randomFillSync(block);
    next = 0;
  }
  next += ID_BYTES;
  return block.toString('hex', next - ID_BYTES, next);
}
