// What every benchmark stands on: the peers' packages, and our libraries bundled from their sources as they are now.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { install, requireNode, root } from '../tools/bootstrap.mjs';

export { root };
export const here = import.meta.dirname;

/** A directory that is gone when the process ends. */
export function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'benchmark-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Installs the workspace's packages and the peers' where they are missing. */
export function requirePackages() {
  requireNode();
  if (!existsSync(join(root, 'node_modules/esbuild'))) install();
  if (existsSync(join(here, 'node_modules'))) return;
  console.log('Installing the peers in benchmarks/ (some seconds the first time) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--loglevel=error', '--no-progress'], {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error('benchmarks: the peers could not be installed (see above).');
  process.exit(1);
}

/** Bundles TypeScript sources, given as lines that export, into one ES module; answers its path. */
export async function bundle(name, lines, options = {}) {
  const { build } = await import('esbuild');
  const outfile = join(temporaryDirectory(), `${name}.mjs`);
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // As libs/client/build.mjs has it.
    tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: false } },
    alias: {
      '@prompt-registry/resolver': join(root, 'libs/resolver/src/index.ts'),
      '@prompt-registry/client': join(root, 'libs/client/src/index.ts'),
    },
    logLevel: 'error',
    ...options,
  });
  return outfile;
}

/** Bundles and loads. */
export async function load(name, lines) {
  return import(pathToFileURL(await bundle(name, lines)).href);
}

/** `require` as a program in benchmarks/ has it: finds the peers. */
export const requirePeer = createRequire(import.meta.url);

/** Runs a script of benchmarks/ in a process of its own; answers the JSON it wrote on its last line. */
export async function runChild(script, args, nodeOptions = []) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...nodeOptions, join(here, script), ...args],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}
