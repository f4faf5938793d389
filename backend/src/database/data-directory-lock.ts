import { createHash } from 'node:crypto';
import { constants, realpathSync } from 'node:fs';
import { access, mkdir, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A takeover lasts milliseconds; a claim this old was left by a process that died inside one. */
const ABANDONED_CLAIM_MS = 5_000;
/** The longest path the systems we run on accept for a socket (macOS: 104 with its terminator). */
const MAX_SOCKET_PATH = 100;

/** Another live process holds the directory. */
export class DirectoryInUseError extends Error {}

/** A held lock; `release` lets the next process in. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Makes the data directory and, where the database lives in it, takes it for this process.
 * @throws DirectoryInUseError when another process holds it; the file system's own error when it cannot be written.
 */
export async function claimDataDirectory(
  directory: string,
  embedded: boolean,
): Promise<DirectoryLock | null> {
  await makeDirectory(directory);
  await access(directory, constants.W_OK);
  return embedded ? lockDataDirectory(directory) : null;
}

/** Not `recursive`: where nothing can be made, such as below `/proc`, Node tries it forever. */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(directory) === directory) throw error;
    await makeDirectory(dirname(directory));
    await mkdir(directory);
  }
}

/**
 * Makes sure that one process at a time uses a data directory: the embedded database takes no lock of its own, and two
 * processes on one directory silently lose each other's rows.
 *
 * The lock is a listening local socket. The kernel closes it however the process dies, so a lock that nobody answers is
 * stale for certain: no process ids that may be reused, no heartbeats that may be late, and it holds across containers
 * that share the volume.
 * @throws DirectoryInUseError within a second when another process holds it.
 */
export async function lockDataDirectory(directory: string): Promise<DirectoryLock> {
  const path = socketPath(directory);
  const deadline = Date.now() + 900;
  for (;;) {
    const server = (await listen(path)) ?? (await takeOver(path));
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    if ((await answers(path)) || Date.now() > deadline)
      throw new DirectoryInUseError(`The data directory ${directory} is in use by another process`);
  }
}

function socketPath(directory: string): string {
  const real = realpathSync(directory);
  const digest = createHash('sha256').update(real).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\prompt-registry-${digest}`;
  const inside = join(real, 'lock.sock');
  return Buffer.byteLength(inside) <= MAX_SOCKET_PATH
    ? inside
    : join(tmpdir(), `prompt-registry-${digest}.sock`);
}

/** The listening server, or `null` when the path exists already. Any other error is the caller's to report. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

/** Replaces a stale socket; the claim directory makes sure that only one process removes it. */
async function takeOver(path: string): Promise<Server | null> {
  if (process.platform === 'win32' || (await answers(path))) return null;
  const claim = `${path}.claim`;
  if (!(await makeClaim(claim))) return null;
  try {
    if (await answers(path)) return null;
    await rm(path, { force: true });
    return await listen(path);
  } finally {
    await rm(claim, { recursive: true, force: true });
  }
}

async function makeClaim(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age =
      Date.now() -
      (await stat(claim).then(
        (found) => found.mtimeMs,
        () => Date.now(),
      ));
    if (age > ABANDONED_CLAIM_MS) await rm(claim, { recursive: true, force: true });
    return false;
  }
}
