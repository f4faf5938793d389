// Python programs that tests drive, each in an environment of its own in the user's cache: installed once and not once a clone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { installPackages } from './debian.mjs';

const isWindows = process.platform === 'win32';
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

const binOf = (folder) => join(folder, isWindows ? 'Scripts' : 'bin');
export const pythonOf = (bin) => join(bin, isWindows ? 'python.exe' : 'python');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** A Python that is new enough, or why there is none. */
function findPython(minor) {
  const probe = 'import sys; print(*sys.version_info[:2]); import ensurepip, venv';
  const versioned = [14, 13, 12, 11, 10].filter((found) => found >= minor).map((found) => `python3.${found}`);
  const names = ['python3', ...versioned, 'python'];
  let problem = `there is no Python here: install Python 3.${minor} or newer`;
  for (const name of [process.env.PYTHON, ...names].filter(Boolean)) {
    const { status, stdout } = spawnSync(name, ['-c', probe], { encoding: 'utf8' });
    if (!stdout) continue;
    const [foundMajor, foundMinor] = stdout.trim().split(' ').map(Number);
    if (foundMajor !== 3 || foundMinor < minor)
      problem = `Python ${foundMajor}.${foundMinor} is too old: 3.${minor} or newer is needed`;
    else if (status === 0) return { python: name };
    else problem = `the Python here makes no environments: install python3-venv`;
  }
  return { problem };
}

/** Only one process installs; the others wait for it. A lock whose owner is gone is nobody's. */
async function locked(file, task) {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    try {
      const owner = Number(readFileSync(file, 'utf8'));
      if (owner) process.kill(owner, 0);
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(file, { force: true });
    }
    await wait(500);
  }
  try {
    return await task();
  } finally {
    unlinkSync(file);
  }
}

function runPip(bin, args) {
  return new Promise((done) => {
    const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args];
    const child = spawn(pythonOf(bin), pip, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/**
 * The folder of programs of an environment with this package, installed when it is missing.
 * @param {{ name: string, version: string, size: string, pythonMinor: number, given?: string }} wanted `given`: an environment
 *   that somebody made already, which is used as it is.
 * @returns {Promise<{ bin: string, reason: null } | { bin: null, reason: string }>}
 */
export async function ensurePython({ name, version, size, pythonMinor, given }) {
  if (given) {
    const bin = binOf(resolve(given));
    return existsSync(pythonOf(bin)) ? { bin, reason: null } : { bin: null, reason: `no Python in ${given}` };
  }
  const environment = join(cache, 'prompt-registry', `${name}-${version}`);
  // Written last: an environment without it is a broken installation.
  const complete = join(environment, 'complete');
  const bin = binOf(environment);
  if (existsSync(complete)) return { bin, reason: null };
  let { python, problem } = findPython(pythonMinor);
  if (!python && installPackages('python3', 'python3-venv')) ({ python, problem } = findPython(pythonMinor));
  if (!python) return { bin: null, reason: problem };
  mkdirSync(dirname(environment), { recursive: true });
  return locked(`${environment}.lock`, async () => {
    if (existsSync(complete)) return { bin, reason: null };
    process.stdout.write(`Installing ${name} ${version} to ${environment} (once, about ${size}) ...\n`);
    rmSync(environment, { recursive: true, force: true });
    const made = spawnSync(python, ['-m', 'venv', environment], { encoding: 'utf8' });
    if (made.status !== 0)
      return { bin: null, reason: `no Python environment: ${made.stderr || made.stdout}` };
    const code = await runPip(bin, ['install', '--prefer-binary', `${name}==${version}`]);
    if (code !== 0) return { bin: null, reason: `pip could not install ${name} (see above)` };
    writeFileSync(complete, '');
    return { bin, reason: null };
  });
}
