// Builds the package that agents install: one file with the resolver inside, as ES module and CommonJS, the generated HTTP
// client for browsers, their types, and a package.json without dependencies.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const root = join(here, '../..');
const out = join(root, 'dist/client');
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

/** A relative path in a declaration. */
const IMPORT = /(from |import\()['"](\.[^'"]*)['"]/g;

async function bundle() {
  const shared = {
    bundle: true,
    target: 'node20',
    minify: true,
    charset: 'utf8',
    tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: false } },
    alias: { '@prompt-registry/resolver': join(root, 'libs/resolver/src/index.ts') },
    logLevel: 'warning',
  };
  const sdk = { ...shared, platform: 'node', entryPoints: [join(here, 'src/index.ts')] };
  await build({ ...sdk, format: 'esm', outfile: join(out, 'index.js') });
  await build({ ...sdk, format: 'cjs', outfile: join(out, 'index.cjs') });
  const http = {
    ...shared,
    platform: 'neutral',
    target: 'es2022',
    entryPoints: [join(here, 'src/http/index.ts')],
  };
  await build({ ...http, format: 'esm', outfile: join(out, 'http.js') });
}

/** Declarations lie in folders of their own, the resolver's beside them; imports are written as Node resolves them. */
function declare() {
  const types = join(out, 'types');
  const options = [
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--rootDir',
    join(root, 'libs'),
  ];
  for (const project of ['tsconfig.json', 'tsconfig.http.json'])
    execFileSync(process.execPath, [tsc, '-p', join(here, project), ...options, '--outDir', types], {
      stdio: 'inherit',
    });
  for (const name of readdirSync(types, { recursive: true })) {
    const file = join(types, name);
    if (!statSync(file).isFile()) continue;
    const toResolver = relative(dirname(file), join(types, 'resolver/src/index'));
    const text = readFileSync(file, 'utf8').replaceAll("'@prompt-registry/resolver'", `'${toResolver}'`);
    writeFileSync(
      file,
      text.replace(IMPORT, (_, before, path) => `${before}'${asFile(dirname(file), path)}'`),
    );
  }
  cpSync(types, join(out, 'types-cjs'), { recursive: true });
  writeFileSync(join(out, 'types-cjs/package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(out, 'index.d.ts'), "export * from './types/client/src/index.js';\n");
  writeFileSync(join(out, 'index.d.cts'), "export * from './types-cjs/client/src/index.js';\n");
  writeFileSync(join(out, 'http.d.ts'), "export * from './types/client/src/http/index.js';\n");
}

/** `./a` as Node asks for it: the file's name, or the index of the folder. */
function asFile(from, path) {
  if (path.endsWith('.js')) return path;
  return existsSync(join(from, `${path}.d.ts`)) ? `${path}.js` : `${path}/index.js`;
}

function describe() {
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
      './http': { types: './http.d.ts', default: './http.js' },
      './package.json': './package.json',
    },
    dependencies: {},
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(here, 'README.md'), join(out, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundle();
declare();
describe();
