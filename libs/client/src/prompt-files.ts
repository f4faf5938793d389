import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve as resolvePath } from 'node:path';
import type { Clock } from './clock';
import type { Notifier } from './notifier';
import { candidatePaths } from './prompt-file-path';
import { isInside, scanPromptFolder } from './prompt-folder';
import { MAX_FILE_BYTES, parsePromptFile, type PromptFile } from './prompt-file';
import { PromptRegistryError } from './registry-errors';

/** A usable prompt file. */
export type UsableFile = Extract<PromptFile, { ok: true }>;

interface Read {
  readonly file: PromptFile;
  readonly stamp: string;
  checkedAt: number;
}

/** A file is looked at again after so long, in ms: an edit shows, and a busy agent does not ask the disk on every load. */
const RECHECK_MS = 1_000;

/**
 * The folder of prompt files, the last fallback. Synchronous, because the call that needs it is; nothing outside the folder is
 * read, wherever names or links lead.
 *
 * @example const files = new PromptFiles('/app/prompts', systemClock, notifier); files.find('architect')?.content
 */
export class PromptFiles {
  private readonly directory: string;
  private readonly reads = new Map<string, Read>();
  private names: ReadonlyMap<string, string | null> = new Map();

  constructor(
    directory: string,
    private readonly clock: Clock,
    private readonly notifier: Notifier,
  ) {
    this.directory = resolvePath(directory);
  }

  /** Learns the names that files give themselves; answers whether there is any prompt. Never rejects. */
  async scan(): Promise<boolean> {
    try {
      this.names = await scanPromptFolder(this.directory);
    } catch (cause) {
      this.notifier.error(
        new PromptRegistryError(
          'PROMPT_FILE',
          `The folder ${this.directory} cannot be read: ${(cause as Error).message}`,
          { cause },
        ),
      );
    }
    return this.names.size > 0;
  }

  /** The prompt of this name; undefined when no file has it or its file cannot be used. */
  find(name: string): UsableFile | undefined {
    const path = this.names.get(name);
    if (path !== undefined) return path === null ? undefined : this.usable(path, name);
    const found = candidatePaths(name).filter((candidate) => this.read(candidate) !== null);
    // Two files of one name: neither is more right than the other.
    const [only] = found;
    return only !== undefined && found.length === 1 ? this.usable(only, name) : undefined;
  }

  private usable(path: string, name: string): UsableFile | undefined {
    const file = this.read(path)?.file;
    return file?.ok && (file.name ?? name) === name ? file : undefined;
  }

  private read(path: string): Read | null {
    const known = this.reads.get(path);
    const now = this.clock.now();
    if (known && now - known.checkedAt < RECHECK_MS && now >= known.checkedAt) return known;
    try {
      const root = realpathSync.native(this.directory);
      const asked = join(root, path);
      const real = realpathSync.native(asked);
      if (!isInside(root, real)) return null;
      // On a disk that ignores case, another name would find the file too.
      if (real !== asked && real.toLowerCase() === asked.toLowerCase()) return null;
      const { size, mtimeMs, ino } = statSync(real);
      const stamp = `${size}:${mtimeMs}:${ino}:${real}`;
      if (known?.stamp === stamp) {
        known.checkedAt = now;
        return known;
      }
      const read: Read = { file: parseFile(real, size), stamp, checkedAt: now };
      if (!read.file.ok)
        this.notifier.error(
          new PromptRegistryError('PROMPT_FILE', `The prompt file ${basename(path)} ${read.file.reason}`),
        );
      this.reads.set(path, read);
      return read;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        this.notifier.error(
          new PromptRegistryError('PROMPT_FILE', `The prompt file ${path} cannot be read: ${code}`, {
            cause: error,
          }),
        );
      // What was read before is better than nothing: files are replaced by removing and writing.
      return known ?? null;
    }
  }
}

function parseFile(real: string, size: number): PromptFile {
  return size > MAX_FILE_BYTES
    ? { ok: false, reason: `has ${size} bytes; the most is ${MAX_FILE_BYTES}` }
    : parsePromptFile(readFileSync(real));
}
