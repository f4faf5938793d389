// Builds the package that agents install: one file with the resolver inside, as ES module and CommonJS, its types, and a
// package.json without dependencies.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const root = join(here, '../..');
const out = join(root, 'dist/client');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const shared = {
  entryPoints: [join(here, 'src/index.ts')],
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  charset: 'utf8',
  tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: false } },
  alias: { '@prompt-registry/resolver': join(root, 'libs/resolver/src/index.ts') },
  logLevel: 'warning',
};
await build({ ...shared, format: 'esm', outfile: join(out, 'index.js') });
await build({ ...shared, format: 'cjs', outfile: join(out, 'index.cjs') });

// The declarations lie in folders of their own, the resolver's beside them; its alias becomes a relative path.
const types = join(out, 'types');
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const options = [
  '-p',
  join(here, 'tsconfig.json'),
  '--noEmit',
  'false',
  '--declaration',
  '--emitDeclarationOnly',
  '--rootDir',
  join(root, 'libs'),
  '--outDir',
  types,
];
execFileSync(process.execPath, [tsc, ...options], { stdio: 'inherit' });
for (const name of readdirSync(types, { recursive: true })) {
  const file = join(types, name);
  if (!statSync(file).isFile()) continue;
  const resolver = relative(dirname(file), join(types, 'resolver/src/index'));
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll(
      "'@prompt-registry/resolver'",
      `'${resolver.startsWith('.') ? resolver : `./${resolver}`}'`,
    ),
  );
}
writeFileSync(join(out, 'index.d.ts'), "export * from './types/client/src/index';\n");
cpSync(join(out, 'index.d.ts'), join(out, 'index.d.cts'));

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifest = {
  name: '@prompt-registry/client',
  version,
  description: "An agent's prompts: in memory, current, and there when the registry is not",
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  main: './index.cjs',
  module: './index.js',
  types: './index.d.ts',
  exports: {
    '.': {
      import: { types: './index.d.ts', default: './index.js' },
      require: { types: './index.d.cts', default: './index.cjs' },
    },
    './package.json': './package.json',
  },
  dependencies: {},
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
cpSync(join(here, 'README.md'), join(out, 'README.md'));
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
