import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { sha256 } from './content-hash';

/** The first line of the file. `url` and `names` say whose snapshot it is. */
export interface KeptHeader {
  readonly formatVersion: number;
  readonly url: string;
  readonly names: readonly string[] | null;
  readonly revision: number;
  readonly createdAt: string;
  readonly pinHours: number;
  readonly newestChangeAt: number;
  readonly etag: string | null;
  /** Epoch ms. */
  readonly writtenAt: number;
}

/** Raised when the lines change their meaning; files of another format are ignored. */
export const KEPT_FORMAT_VERSION = 1;

const NEW_LINE = 0x0a;
const TAB = 0x09;
/** 64 hex digits and a line end. */
const TAIL_BYTES = 65;

/**
 * The last good snapshot as it lies on disk: a header line, then one line for each prompt (its name as JSON, a tab, the entry as
 * JSON), then the SHA-256 of everything before, in hex.
 *
 * Lines, so that a start with ten thousand prompts checks the digest, notes where each line is, and reads only what is asked for.
 * @example const kept = KeptSnapshot.open(bytes); kept?.take('greeting')
 */
export class KeptSnapshot {
  readonly revision: number;
  readonly createdAt: string;
  readonly pinHours: number;
  readonly newestChangeAt: number;
  /** Null when the server must be asked for everything. */
  etag: string | null;

  private constructor(
    readonly header: KeptHeader,
    private readonly bytes: Buffer,
    /** By name: where the entry begins and ends. */
    private readonly places: Map<string, readonly [number, number]>,
  ) {
    ({
      revision: this.revision,
      createdAt: this.createdAt,
      pinHours: this.pinHours,
      newestChangeAt: this.newestChangeAt,
      etag: this.etag,
    } = header);
  }

  /** The snapshot in a file's bytes; null when they are damaged, cut short or of another format. */
  static open(bytes: Buffer): KeptSnapshot | null {
    const end = bytes.length - TAIL_BYTES;
    if (end <= 0 || sha256(bytes.subarray(0, end)) !== bytes.toString('latin1', end, bytes.length - 1))
      return null;
    const headerEnd = bytes.indexOf(NEW_LINE);
    try {
      const header = JSON.parse(bytes.toString('utf8', 0, headerEnd)) as KeptHeader;
      if (header.formatVersion !== KEPT_FORMAT_VERSION) return null;
      return new KeptSnapshot(header, bytes, placesOf(bytes, headerEnd + 1, end));
    } catch {
      return null; // the digest is right, so another program wrote it
    }
  }

  /** Takes one entry out; undefined when there is none by this name or it was taken. */
  take(name: string): SnapshotPrompt | undefined {
    const place = this.places.get(name);
    if (!place) return undefined;
    this.places.delete(name);
    try {
      return JSON.parse(this.bytes.toString('utf8', ...place)) as SnapshotPrompt;
    } catch {
      return undefined; // the digest is right, so another program wrote it: as good as absent
    }
  }

  /** Takes any entry that is left. */
  takeAny(): SnapshotPrompt | undefined {
    for (const name of this.places.keys()) return this.take(name);
    return undefined;
  }

  /** How many entries are left. */
  get size(): number {
    return this.places.size;
  }
}

function placesOf(bytes: Buffer, from: number, end: number): Map<string, readonly [number, number]> {
  const places = new Map<string, readonly [number, number]>();
  for (let start = from; start < end;) {
    const lineEnd = bytes.indexOf(NEW_LINE, start);
    const tab = bytes.indexOf(TAB, start);
    if (lineEnd < 0 || lineEnd >= end || tab < 0 || tab > lineEnd)
      throw new SyntaxError('not a line of a kept snapshot');
    places.set(JSON.parse(bytes.toString('utf8', start, tab)) as string, [tab + 1, lineEnd]);
    start = lineEnd + 1;
  }
  return places;
}
