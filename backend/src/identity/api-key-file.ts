import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SCOPES, type Scope } from './principal';

/** What the server needs of a key to accept it: no secret, only its digest. */
export interface KeyDigest {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly keyHash: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601; `null`: never. */
  readonly expiresAt: string | null;
}

const FORMAT = 1;

/** Writes the usable keys beside the data, for a start without the database: readable by the owner alone, all or nothing. */
export async function writeKeyFile(path: string, keys: readonly KeyDigest[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify({ format: FORMAT, keys }));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads what {@link writeKeyFile} wrote; `null` when there is no such file.
 * @throws Error when the file holds anything else: then no key of it is to be trusted.
 */
export async function readKeyFile(path: string): Promise<KeyDigest[] | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // Not there before the first change to keys.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const document = JSON.parse(text) as { format?: unknown; keys?: unknown } | null;
  if (document?.format !== FORMAT || !Array.isArray(document.keys) || !document.keys.every(isKeyDigest))
    throw new Error('it is not a list of API keys');
  return document.keys;
}

function isKeyDigest(value: unknown): value is KeyDigest {
  const key = value as Partial<Record<keyof KeyDigest, unknown>> | null;
  return (
    typeof key?.id === 'string' &&
    typeof key.name === 'string' &&
    typeof key.keyHash === 'string' &&
    Array.isArray(key.scopes) &&
    key.scopes.every((scope) => SCOPES.includes(scope as Scope)) &&
    (key.expiresAt === null ||
      (typeof key.expiresAt === 'string' && !Number.isNaN(Date.parse(key.expiresAt))))
  );
}
