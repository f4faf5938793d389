// Whether what is built is newer than all it is built from. Building replaces files that a server of this checkout may be
// serving, so who only wants to be sure does not build for nothing.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';

const BUILT = ['dist/backend/main.cjs', 'dist/console/browser/index.html', 'dist/agents/demo.mjs'];
const SOURCES = ['backend', 'console', 'libs', 'migrations', 'tools'];
const SETTINGS = ['package-lock.json', 'nx.json', 'tsconfig.base.json'];

/** The last change of a file, or of anything in a directory, in epoch ms; that of a directory tells what was removed. */
function lastChange(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const inside = readdirSync(path).map((name) => lastChange(join(path, name)));
  return Math.max(mtimeMs, ...inside);
}

/** True when nothing has to be built; false in doubt. */
export function isBuilt() {
  try {
    const oldest = Math.min(...BUILT.map((file) => statSync(join(root, file)).mtimeMs));
    return [...SOURCES, ...SETTINGS].every((path) => lastChange(join(root, path)) < oldest);
  } catch {
    return false; // something is not there yet
  }
}
