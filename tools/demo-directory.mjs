// The demonstration's own data directory. A marker tells it from any other: without the marker nothing is touched.
import { connect } from 'node:net';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARKER = '.prompt-registry-demo';
const TEXT =
  'Made by `npm run demo`. Everything in this directory is made up and is removed by the next demonstration.\n';

/** What is wrong with a directory as the demonstration's, in one line; `null`: nothing. */
export function refusal(directory) {
  if (!existsSync(directory) || existsSync(join(directory, MARKER))) return null;
  if (readdirSync(directory).length === 0) return null;
  return `${directory} holds something that the demonstration did not make (there is no ${MARKER}). It is left alone; choose another with --dir.`;
}

/** The server's lock answers as long as it lives. */
function isRunning(directory) {
  return new Promise((resolve) => {
    const socket = connect(join(directory, 'data', 'lock.sock'));
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

/** Removes the demonstration's directory; answers whether there was one. @throws Error when it is somebody else's, or in use. */
export async function clean(directory) {
  const why = refusal(directory);
  if (why) throw new Error(why);
  if (!existsSync(directory)) return false;
  if (await isRunning(directory))
    throw new Error(
      `A demonstration runs on ${directory}. Stop it first, or give this one its own --dir, beside its own --port.`,
    );
  rmSync(directory, { recursive: true, force: true });
  return true;
}

/** Makes it anew, empty but for the marker. @throws Error when it is somebody else's, or in use. */
export async function prepare(directory) {
  await clean(directory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, MARKER), TEXT);
}
