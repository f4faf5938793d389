// The demonstration's own data directory. A marker tells it from any other: without the marker nothing is touched.
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

/** Removes the demonstration's directory; answers whether there was one. @throws Error when it is somebody else's. */
export function clean(directory) {
  const why = refusal(directory);
  if (why) throw new Error(why);
  if (!existsSync(directory)) return false;
  rmSync(directory, { recursive: true, force: true });
  return true;
}

/** Makes it anew, empty but for the marker. @throws Error when it is somebody else's. */
export function prepare(directory) {
  clean(directory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, MARKER), TEXT);
}
