// The built server as its own process on a free port and an empty data directory, for tests that drive it from outside.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';

const ADMIN_EMAIL = 'admin@example.com';
const ADMIN_PASSWORD = 'correct horse battery staple';
const ADMIN_API_KEY = 'test-admin-key-0123456789';

/** Starts the server; resolves when it prints its address. */
export async function startTestServer(env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pr-server-'));
  const child = spawn(process.execPath, [join(root, 'dist/backend/main.cjs')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      ADMIN_EMAIL,
      ADMIN_PASSWORD,
      ADMIN_API_KEY,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const found = /Console\s+(http:\S+?)\/\n/.exec(output);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server stopped with code ${code}:\n${output}`)));
  });
  return {
    url,
    child,
    env: { CONSOLE_URL: url, ADMIN_EMAIL, ADMIN_PASSWORD, ADMIN_API_KEY },
    stop: async () => {
      if (child.exitCode === null) {
        const exited = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await exited;
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
