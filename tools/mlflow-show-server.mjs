// The built server for `mlflow:show`, on the same port and data after every start, however it ended.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';
import { freePort } from './free-port.mjs';

const ADMIN_PASSWORD = 'correct horse battery staple';
export const ADMIN_API_KEY = 'show-admin-key-0123456789';
const DELIVERY_LIMIT_MS = 600_000;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Starts it; `kill` ends it as a crash would, `start` starts it again. */
export async function startRegistry(directory, env) {
  const main = join(root, 'dist/backend/main.cjs');
  if (!existsSync(main)) throw new Error('The server is not built: run `npm run build` first');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child = null;
  let output = '';
  const start = async () => {
    output = '';
    child = spawn(process.execPath, [main], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: join(directory, 'data'),
        PROMPTS_DIR: join(directory, 'prompts'),
        DATABASE_URL: '',
        ADMIN_PASSWORD,
        ADMIN_API_KEY,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    while (!output.includes(`Console   `)) {
      if (started.exitCode !== null || started.signalCode !== null)
        throw new Error(`The server stopped while starting:\n${output}`);
      await wait(20);
    }
  };
  const kill = async (signal = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('close', done));
    child.kill(signal);
    await ended;
  };
  process.on('exit', () => child?.kill('SIGKILL'));
  await start();
  return { url, start, kill };
}

/** Asks the API as the administrator; a refusal is thrown. */
export function callerOf(url) {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_API_KEY}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  };
}

/** Waits until MLflow was told of everything; answers how the deliveries went. */
export async function emptied(call, what) {
  const end = Date.now() + DELIVERY_LIMIT_MS;
  for (;;) {
    const state = await call('GET', '/mlflow').catch((error) => ({ error: error.message }));
    if (state.depth === 0) return state;
    if (Date.now() > end) throw new Error(`It did not happen that ${what}: ${JSON.stringify(state)}`);
    await wait(250);
  }
}
