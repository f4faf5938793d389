// Builds the agents, the language model's stand-in and the demonstration for Node; packages stay outside.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const libs = join(here, '..');
const out = join(libs, '../dist/agents');

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: {
    index: join(here, 'src/index.ts'),
    'stand-in': join(here, 'stand-in/index.ts'),
    demo: join(here, 'demo/index.ts'),
  },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['openai'],
  alias: {
    '@prompt-registry/client': join(libs, 'client/src/index.ts'),
    '@prompt-registry/resolver': join(libs, 'resolver/src/index.ts'),
  },
  logLevel: 'warning',
});
