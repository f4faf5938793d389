// A real MLflow server without Docker: `npm run mlflow`, and for tests. It lives in a Python environment in the user's cache,
// so that it is installed once and not once a clone.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from './free-port.mjs';
import { ensurePython, pythonOf } from './python-environment.mjs';

export const MLFLOW_VERSION = '3.17.2';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;
const isWindows = process.platform === 'win32';
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * MLflow's folder of programs, installed when it is missing; MLFLOW_VENV names an environment that has it already.
 * @returns {Promise<{ bin: string, reason: null } | { bin: null, reason: string }>}
 */
export function ensureMlflow() {
  const given = process.env.MLFLOW_VENV;
  return ensurePython({ name: 'mlflow', version: MLFLOW_VERSION, size: '900 MB', pythonMinor: 10, given });
}

/** Ours decides; settings of the machine's own MLflow are not for this one. */
function serverEnvironment() {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MLFLOW_'));
  return {
    ...Object.fromEntries(inherited),
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    // Background jobs of its own evaluations: seven more processes that nothing here uses.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  };
}

const lastLines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');

async function isHealthy(url) {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

/**
 * Starts a server on loopback over SQLite, with everything it stores in `dir` (default: a temporary folder).
 * @returns {Promise<{ url: string, python: string, pid: number,
 *   ended(): Promise<unknown>, start(): Promise<void>, stop(): Promise<void>,
 *   kill(): Promise<void>, remove(): Promise<void> }>} `kill` is as a crash would leave it; `start` starts it again.
 */
export async function startMlflow({ dir, port, bin } = {}) {
  const programs = bin ?? (await ensureMlflow()).bin;
  if (!programs) throw new Error('There is no MLflow on this machine');
  const folder = resolve(dir ?? mkdtempSync(join(tmpdir(), 'pr-mlflow-')));
  mkdirSync(folder, { recursive: true });
  const listenPort = port ?? (await freePort());
  const url = `http://127.0.0.1:${listenPort}`;
  const log = join(folder, 'server.log');
  const store = `sqlite:///${join(folder, 'mlflow.db').replaceAll('\\', '/')}`;
  const where = ['--backend-store-uri', store, '--artifacts-destination', join(folder, 'artifacts')];
  const args = ['-m', 'mlflow', 'server', ...where];
  args.push('--host', '127.0.0.1', '--port', String(listenPort), '--workers', '1');
  let server = null;
  let exited = null;

  /** The server is several processes: the group ends as one. */
  const signal = (name) => {
    if (!server) return;
    if (server.pid === undefined) return; // it could not even be started
    try {
      if (isWindows) spawnSync('taskkill', ['/pid', String(server.pid), '/T', '/F']);
      else process.kill(-server.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // ended already
    }
  };
  const killAtExit = () => signal('SIGKILL');

  const start = async () => {
    if (await isHealthy(url)) throw new Error(`Something listens on port ${listenPort} already`);
    const output = openSync(log, 'a');
    server = spawn(pythonOf(programs), args, {
      cwd: folder,
      env: serverEnvironment(),
      stdio: ['ignore', output, output],
      detached: !isWindows,
    });
    closeSync(output);
    exited = new Promise((done) => server.once('exit', done).once('error', done));
    process.on('exit', killAtExit);
    const started = Date.now();
    while (!(await isHealthy(url))) {
      if (Date.now() - started > START_TIMEOUT_MS || server.exitCode !== null || server.pid === undefined) {
        await kill();
        throw new Error(`MLflow did not start:\n${lastLines(log)}`);
      }
      await wait(100);
    }
  };
  const end = async (name) => {
    if (!server) return;
    signal(name);
    const late = setTimeout(killAtExit, STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(late);
    signal('SIGKILL'); // what the first process left behind
    process.off('exit', killAtExit);
    server = null;
  };
  const stop = () => end('SIGTERM');
  const kill = () => end('SIGKILL');

  await start();
  return {
    url,
    python: pythonOf(programs),
    get pid() {
      return server?.pid ?? null;
    },
    /** Resolves when the server has ended, wanted or not. */
    ended: () => exited,
    start,
    stop,
    kill,
    /** Stops it and deletes what it stored. */
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5000' },
      data: { type: 'string', default: '.data/mlflow' },
    },
  });
  const { bin, reason } = await ensureMlflow();
  if (!bin) throw new Error(reason);
  process.stdout.write('Starting MLflow ...\n');
  const server = await startMlflow({ bin, dir: values.data, port: Number(values.port) });
  let stopping = false;
  const stop = () => {
    stopping = true;
    void server.stop().then(() => process.exit(0));
  };
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, stop);
  process.stdout.write(
    `\nMLflow ${MLFLOW_VERSION} is at ${server.url}, its data in ${resolve(values.data)}. Give Prompt Registry:\n\n` +
      `  MLFLOW_TRACKING_URI=${server.url}\n\nCtrl-C stops it.\n`,
  );
  await server.ended();
  if (!stopping) throw new Error(`MLflow ended by itself; see ${join(values.data, 'server.log')}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main().catch((error) => {
    process.stderr.write(`prompt-registry: ${error.message}\n`);
    process.exit(1);
  });
