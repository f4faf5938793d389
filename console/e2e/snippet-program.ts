import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const LIBS = join(__dirname, '../../libs');

/** Runs a program in TypeScript with the SDK, in a folder of its own; answers what it printed, and what it left there. */
export async function runProgram(
  source: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly printed: string; readonly left: readonly string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'snippet-'));
  try {
    const { outputFiles } = await build({
      stdin: { contents: source, loader: 'ts', resolveDir: directory },
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: false } },
      alias: {
        '@prompt-registry/client': join(LIBS, 'client/src/index.ts'),
        '@prompt-registry/resolver': join(LIBS, 'resolver/src/index.ts'),
      },
    });
    const program = join(directory, 'program.mjs');
    await writeFile(program, outputFiles[0]?.contents ?? '');
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env, cwd: directory });
    return { printed: stdout, left: await readdir(directory) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
