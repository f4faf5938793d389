/** Types of which the wire format has a fixed size: their OIDs, their bytes, and how one is written. */
const FIXED = {
  uuid: { oid: 2950, bytes: 16, write: writeUuid },
  integer: {
    oid: 23,
    bytes: 4,
    write: (to: Buffer, at: number, value: number) => to.writeInt32BE(value, at),
  },
  'double precision': {
    oid: 701,
    bytes: 8,
    write: (to: Buffer, at: number, value: number) => to.writeDoubleBE(value, at),
  },
  timestamptz: { oid: 1184, bytes: 8, write: writeMoment },
} as const;
/** The others, written as UTF-8; `jsonb` has a byte before it, its format's version. */
const TEXTUAL = { text: { oid: 25, prefix: 0 }, jsonb: { oid: 3802, prefix: 1 } } as const;

export type ColumnType = keyof typeof FIXED | keyof typeof TEXTUAL;
/** Moments in epoch ms; uuids as hex digits with or without hyphens. */
export type ColumnValue = string | number | null;

const HEADER_BYTES = 20;
/** PostgreSQL counts from 2000. */
const EPOCH_2000_MS = 946_684_800_000;
const WORD = 2 ** 32;

/**
 * One column of many rows as a parameter in PostgreSQL's binary format of arrays: twice as quick to make as text, and nothing
 * to parse or to escape at the other end. The statement has to name the type (`$1::uuid[]`).
 * @example unnest($1::integer[]) with binaryArray('integer', [1, null, 3])
 */
export function binaryArray(type: ColumnType, values: readonly ColumnValue[]): Buffer {
  return type in FIXED
    ? fixedArray(FIXED[type as keyof typeof FIXED], values)
    : textualArray(TEXTUAL[type as keyof typeof TEXTUAL], values as ReadonlyArray<string | null>);
}

function fixedArray(
  { oid, bytes, write }: (typeof FIXED)[keyof typeof FIXED],
  values: readonly ColumnValue[],
): Buffer {
  const nulls = values.reduce<number>((count, value) => count + (value === null ? 1 : 0), 0);
  const array = allocate(oid, values.length, 4 * values.length + bytes * (values.length - nulls), nulls > 0);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value === null ? -1 : bytes, at);
    if (value === null) continue;
    (write as (to: Buffer, at: number, value: string | number) => void)(array, at, value);
    at += bytes;
  }
  return array;
}

function textualArray(
  { oid, prefix }: (typeof TEXTUAL)[keyof typeof TEXTUAL],
  values: ReadonlyArray<string | null>,
): Buffer {
  let bytes = 4 * values.length;
  for (const value of values) if (value !== null) bytes += prefix + Buffer.byteLength(value);
  const array = allocate(oid, values.length, bytes, values.includes(null));
  let at = HEADER_BYTES;
  for (const value of values) {
    if (value === null) {
      at = array.writeInt32BE(-1, at);
      continue;
    }
    if (prefix) array[at + 4] = 1;
    const length = prefix + array.write(value, at + 4 + prefix);
    at = array.writeInt32BE(length, at) + length;
  }
  return array;
}

function allocate(oid: number, count: number, bytes: number, hasNulls: boolean): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  array.writeInt32BE(1, 0); // dimensions
  array.writeInt32BE(hasNulls ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16); // the first index
  return array;
}

function writeUuid(to: Buffer, at: number, value: string): void {
  to.write(value.length === 32 ? value : value.replaceAll('-', ''), at, 16, 'hex');
}

/** In microseconds, as two words: a BigInt for each costs more than the rest. */
function writeMoment(to: Buffer, at: number, epochMs: number): void {
  const microseconds = (epochMs - EPOCH_2000_MS) * 1_000;
  const high = Math.floor(microseconds / WORD);
  to.writeInt32BE(high, at);
  to.writeUInt32BE(microseconds - high * WORD, at + 4);
}
