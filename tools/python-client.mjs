// A Python client made of libs/client/openapi.json by a public generator (openapi-python-client) does the registry's main job
// against a real server: `node tools/python-client.mjs`, and a part of `npm test`. A warning of the generator fails.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './bootstrap.mjs';
import { ensurePython, pythonOf } from './python-environment.mjs';
import { startTestServer } from './test-server.mjs';

const GENERATOR = 'openapi-python-client';
const VERSION = '0.29.1';

/** The generator's folder of programs, installed when it is missing. */
export function ensurePythonClient() {
  return ensurePython({ name: GENERATOR, version: VERSION, size: '90 MB', pythonMinor: 11 });
}

async function main() {
  const { bin, reason } = await ensurePythonClient();
  if (!bin) throw new Error(reason);
  const folder = mkdtempSync(join(tmpdir(), 'pr-python-client-'));
  const execute = async (what, command, args, env) => {
    const { code, output } = await run(command, args, { capture: true, env });
    process.stdout.write(output);
    if (code !== 0) throw new Error(`${what} failed (see above)`);
  };
  let server;
  try {
    const contract = join(root, 'libs/client/openapi.json');
    const output = join(folder, 'registry_client');
    const wanted = ['--path', contract, '--output-path', output, '--meta', 'none', '--fail-on-warning'];
    // It tidies what it wrote with ruff, which lies beside it.
    const env = { PATH: `${bin}${delimiter}${process.env.PATH}` };
    await execute('Generating the client', join(bin, GENERATOR), ['generate', ...wanted], env);
    server = await startTestServer();
    const { CONSOLE_URL, ADMIN_EMAIL, ADMIN_PASSWORD } = server.env;
    const job = [join(root, 'tools/python-client.py'), CONSOLE_URL, ADMIN_EMAIL, ADMIN_PASSWORD];
    await execute('The main job', pythonOf(bin), job, { PYTHONPATH: folder });
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main().catch((error) => {
    process.stderr.write(`prompt-registry: ${error.message}\n`);
    process.exit(1);
  });
