import { join } from 'node:path';
import { buildSync } from 'esbuild';

const libs = join(__dirname, '../..');

/** Bundles a TypeScript file of this project for a process of its own; answers nothing, writes `outfile` (CommonJS). */
export function bundle(entry: string, outfile: string): void {
  const alias = { '@prompt-registry/resolver': join(libs, 'resolver/src/index.ts') };
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    alias,
    logLevel: 'silent',
  });
}
