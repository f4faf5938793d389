import { randomBytes } from 'node:crypto';

const ID_BYTES = 16;
/** Asking the system for randomness costs more than an answer; one block serves so many. */
const IDS_A_BLOCK = 512;

let block = Buffer.alloc(0);
let next = 0;

/** A new random trace id as OpenTelemetry and W3C Trace Context have it: 32 hex digits. */
export function newTraceId(): string {
  if (next >= block.length) {
    block = randomBytes(ID_BYTES * IDS_A_BLOCK);
    next = 0;
  }
  const id = block.toString('hex', next, next + ID_BYTES);
  next += ID_BYTES;
  return id;
}
