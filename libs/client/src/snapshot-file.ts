import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { KEPT_FORMAT_VERSION, KeptSnapshot, type KeptHeader } from './kept-snapshot';
import { PromptRegistryError } from './registry-errors';

/** What is written down. @example { revision: 41, prompts: store.all(), … } */
export interface SnapshotToKeep extends Omit<KeptHeader, 'formatVersion' | 'url' | 'names' | 'writtenAt'> {
  readonly prompts: Iterable<SnapshotPrompt>;
}

const CHUNK_UNITS = 262_144;

/**
 * The file of the last good snapshot: written to a temporary file, flushed, renamed, so that a reader finds the previous or the
 * next one and never a part; for the owner's eyes only (0600), because prompts may be confidential.
 *
 * @example const file = new SnapshotFile('/var/lib/agent/prompts.snapshot', 'https://prompts.example', null); await file.write(state, Date.now());
 */
export class SnapshotFile {
  constructor(
    private readonly path: string,
    private readonly url: string,
    private readonly names: readonly string[] | null,
  ) {}

  /**
   * The snapshot that was kept; null when there is none.
   * @throws PromptRegistryError SNAPSHOT_FILE when it cannot be read, is damaged, or is another registry's.
   */
  async read(): Promise<KeptSnapshot | null> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw this.problem('cannot be read', cause);
    }
    const kept = KeptSnapshot.open(bytes);
    if (!kept) throw this.problem('is damaged and was ignored');
    // Another registry's prompts (staging's, say) are worse than none.
    if (kept.header.url !== this.url) throw this.problem(`is of ${kept.header.url} and was ignored`);
    // Of another selection of names: good words, but the server's tag means something else.
    if (JSON.stringify(kept.header.names) !== JSON.stringify(this.names)) kept.etag = null;
    return kept;
  }

  /**
   * Replaces the file.
   * @throws PromptRegistryError SNAPSHOT_FILE when it cannot be written; the previous one is as it was.
   */
  async write(state: SnapshotToKeep, nowMs: number): Promise<void> {
    const temporary = `${this.path}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await this.writeTemporary(temporary, state, nowMs);
      await rename(temporary, this.path);
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined); // the directory itself may be gone
      throw this.problem('cannot be written', cause);
    }
    await syncDirectory(dirname(this.path));
  }

  private async writeTemporary(
    temporary: string,
    { prompts, ...state }: SnapshotToKeep,
    writtenAt: number,
  ): Promise<void> {
    const file = await open(temporary, 'wx', 0o600);
    try {
      const digest = createHash('sha256');
      const header: KeptHeader = {
        formatVersion: KEPT_FORMAT_VERSION,
        url: this.url,
        names: this.names,
        ...state,
        writtenAt,
      };
      for (const chunk of chunksOf(header, prompts)) {
        digest.update(chunk);
        await file.appendFile(chunk);
      }
      await file.appendFile(`${digest.digest('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private problem(what: string, cause?: unknown): PromptRegistryError {
    const why = cause === undefined ? '' : `: ${(cause as Error).message}`;
    return new PromptRegistryError('SNAPSHOT_FILE', `The snapshot file ${this.path} ${what}${why}`, {
      cause,
    });
  }
}

/** In pieces, so that writing thousands of prompts does not keep an agent waiting. */
function* chunksOf(header: KeptHeader, prompts: Iterable<SnapshotPrompt>): Generator<string> {
  let chunk = `${JSON.stringify(header)}\n`;
  for (const prompt of prompts) {
    chunk += `${JSON.stringify(prompt.name)}\t${JSON.stringify(prompt)}\n`;
    if (chunk.length < CHUNK_UNITS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** Makes the rename itself survive a power loss; not every platform lets a directory be opened. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => null);
  await directory?.sync().catch(() => undefined); // the file itself is already safe
  await directory?.close();
}
