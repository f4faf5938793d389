import { createHash, hash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Snapshot } from '@prompt-registry/resolver';
import { CONFIGURATION, type Configuration } from '../configuration';
import type { LiveSnapshot } from './live-snapshot';

const FORMAT_VERSION = 1;
/** Shortest pause between a change and its writing: a burst of changes is written once. */
const DEBOUNCE_MS = 1_000;
/** A large snapshot is written less often: at most one part in so many of the time goes into writing it. */
const WRITE_SHARE = 20;
const CHUNK_UNITS = 262_144;
const TAIL = /,"sha256":"([0-9a-f]{64})"\}$/;
const TAIL_BYTES = 77;

/**
 * The last good snapshot on disk, for a start without the database. Written to a temporary file, flushed, then renamed;
 * its own SHA-256 is inside, so that a half-written or damaged file is never served.
 */
@Injectable()
export class SnapshotDiskService implements OnModuleDestroy {
  private readonly logger = new Logger('SnapshotDisk');
  private readonly path: string;
  private pending: LiveSnapshot | null = null;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private lastWriteMs = 0;
  private complained = false;

  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {
    this.path = join(configuration.dataDir, 'snapshot.json');
  }

  /** The snapshot that was kept, or `null` when there is none or it is damaged. */
  async load(): Promise<Snapshot | null> {
    let file: Buffer;
    try {
      file = await readFile(this.path);
    } catch (error) {
      const missing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!missing) this.logger.warn(`The last snapshot cannot be read: ${(error as Error).message}`);
      return null;
    }
    const snapshot = parse(file);
    if (!snapshot) this.logger.warn(`${this.path} is damaged and was ignored`);
    return snapshot;
  }

  /** Writes the snapshot soon; only the newest of several is written. */
  keep(snapshot: LiveSnapshot): void {
    this.pending = snapshot;
    this.timer ??= setTimeout(
      () => void this.flush(),
      Math.max(DEBOUNCE_MS, this.lastWriteMs * WRITE_SHARE),
    ).unref();
  }

  /** Writes what is still to be written, now. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.writePending());
    return this.writing;
  }

  onModuleDestroy(): Promise<void> {
    return this.flush();
  }

  private async writePending(): Promise<void> {
    const snapshot = this.pending;
    if (!snapshot) return;
    this.pending = null;
    const startedAt = performance.now();
    try {
      await this.write(snapshot);
      this.complained = false;
    } catch (error) {
      // A full or read-only disk must not stop the server; the copy on disk is the second safety net, said once.
      if (!this.complained)
        this.logger.warn(`The snapshot cannot be kept on disk: ${(error as Error).message}`);
      this.complained = true;
    }
    this.lastWriteMs = performance.now() - startedAt;
  }

  private async write(snapshot: LiveSnapshot): Promise<void> {
    await mkdir(this.configuration.dataDir, { recursive: true });
    // Replicas on one machine may share the directory; each has its own temporary file.
    const temporary = `${this.path}.${process.pid}.tmp`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        const digest = createHash('sha256');
        for (const chunk of chunksOf(snapshot)) {
          digest.update(chunk);
          await file.appendFile(chunk);
        }
        await file.appendFile(`,"sha256":"${digest.digest('hex')}"}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncDirectory(this.configuration.dataDir);
  }
}

/** In pieces, so that writing thousands of prompts never keeps a resolve waiting. */
function* chunksOf({ revision, createdAt, pinHours, prompts }: LiveSnapshot): Generator<string> {
  const start = JSON.stringify({
    formatVersion: FORMAT_VERSION,
    snapshot: { revision, createdAt, pinHours },
  });
  let chunk = `${start.slice(0, -2)},"prompts":[`;
  let separator = '';
  for (const prompt of prompts.values()) {
    chunk += separator + JSON.stringify(prompt);
    separator = ',';
    if (chunk.length < CHUNK_UNITS) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}]}`;
}

function parse(file: Buffer): Snapshot | null {
  const end = file.length - TAIL_BYTES;
  const digest = TAIL.exec(file.toString('latin1', Math.max(end, 0)))?.[1];
  if (end <= 0 || !digest || hash('sha256', file.subarray(0, end), 'hex') !== digest) return null;
  const { formatVersion, snapshot } = JSON.parse(file.toString('utf8')) as {
    formatVersion: number;
    snapshot: Snapshot;
  };
  return formatVersion === FORMAT_VERSION ? snapshot : null;
}

/** Makes the rename itself survive a power loss; not every platform lets a directory be opened. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => null);
  await directory?.sync().catch(() => undefined); // the file itself is already safe
  await directory?.close();
}
