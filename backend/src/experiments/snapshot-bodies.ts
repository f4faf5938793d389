import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { promptsOf, type PublishedSnapshot } from './published-snapshot';
import { Slices } from './slices';
import { entryOf } from './snapshot-entry';

const compress = promisify(gzip);
/** Fewer hand-overs between the thread pool and the event loop than with zlib's 16 kB. */
const COMPRESS_CHUNK_BYTES = 262_144;
const COPY_BYTES = 1_048_576;
const END = Buffer.from(']}');

/** The bytes of an answer, and what they are of. */
export interface SnapshotBody {
  readonly etag: string;
  readonly bytes: Buffer;
}

/**
 * The body of a snapshot in one encoding. It is made when somebody asks, once a revision, one at a time however many ask;
 * whoever comes while an older one is being made waits for the one after it, so that nobody gets what was current before
 * they asked.
 */
export class SnapshotBodies {
  private made: SnapshotBody | null = null;
  private making: { readonly etag: string; readonly body: Promise<SnapshotBody> } | null = null;

  constructor(
    private readonly current: () => PublishedSnapshot,
    private readonly packed: boolean,
  ) {}

  /** Bytes that are held for the next one who asks. */
  get heldBytes(): number {
    return this.made?.bytes.length ?? 0;
  }

  async newest(): Promise<SnapshotBody> {
    const { etag } = this.current();
    if (this.made?.etag === etag) return this.made;
    if (this.making && this.making.etag !== etag) await this.making.body.catch(() => undefined); // told to who asked for it
    return (this.making ?? this.make()).body;
  }

  private make(): NonNullable<SnapshotBodies['making']> {
    const published = this.current();
    const { etag } = published;
    const body = this.bytesOf(published)
      .then((bytes) => (this.made = { etag, bytes }))
      .finally(() => (this.making = null));
    return (this.making = { etag, body });
  }

  private async bytesOf(published: PublishedSnapshot): Promise<Buffer> {
    const plain = await write(published);
    return this.packed ? compress(plain, { chunkSize: COMPRESS_CHUNK_BYTES }) : plain;
  }
}

/** The JSON of a snapshot, from the entries that are written already, without keeping the event loop. */
async function write(published: PublishedSnapshot): Promise<Buffer> {
  const { revision, createdAt, pinHours } = published.live;
  const slices = new Slices();
  const parts: Buffer[] = [
    Buffer.from(`${JSON.stringify({ revision, createdAt, pinHours }).slice(0, -1)},"prompts":[`),
  ];
  for (const prompt of promptsOf(published)) {
    const { json } = entryOf(prompt);
    parts.push(parts.length === 1 ? json.subarray(1) : json);
    if (slices.due()) await slices.next();
  }
  parts.push(END);
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  let copied = 0;
  for (const part of parts) {
    end += part.copy(bytes, end);
    if (end - copied < COPY_BYTES) continue;
    copied = end;
    await slices.next();
  }
  return bytes;
}
