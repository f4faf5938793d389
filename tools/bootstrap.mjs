// Shared by `npm start`, `npm test` and `npm run dev`: the right Node, installed packages. Only Node's own modules, and
// syntax that an old Node can parse, so that it can say that it is old.
import { spawn, spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Ends the process with one line when Node is too old for what we run on. */
export function requireNode() {
  const parts = process.versions.node.split('.').map(Number);
  const [major, minor] = parts;
  const supported =
    (major === 20 && minor >= 19) ||
    (major === 22 && minor >= 13) ||
    (major === 24 && minor >= 11) ||
    major > 24;
  if (supported) return;
  process.stderr.write(
    `prompt-registry: Node ${process.versions.node} is not supported. Install Node 20.19, 22.13, 24.11 or newer.\n`,
  );
  process.exit(1);
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** True when node_modules holds what the lockfile names. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'));
  const installed = readJson(join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true;
    const found = installed.packages[path];
    return Boolean(found) && found.version === entry.version;
  });
}

/** Installs what is missing, and says so, since it takes a minute. */
export function install() {
  if (isInstalled()) return;
  process.stdout.write('Installing packages (about a minute the first time) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--loglevel=error', '--no-progress'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write('prompt-registry: the packages could not be installed (see above).\n');
  process.exit(1);
}

/** Runs a command of node_modules/.bin or a file with this Node; resolves to its exit code. Output is passed on, or captured. */
export function run(command, args, options = {}) {
  const { env = {}, capture = false } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: {
        ...process.env,
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
        ...env,
      },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    if (capture)
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
