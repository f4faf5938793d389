// Type-checks and compiles the backend with Nest's Swagger plugin (descriptions and examples come from the doc comments),
// then bundles our own code; packages stay external. `--watch` compiles again on every change and restarts nothing itself.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const swagger = require('@nestjs/swagger/plugin');
const root = join(import.meta.dirname, '..');
const compiled = join(root, 'dist/tsc');
const out = join(root, 'dist/backend');
const SWAGGER_OPTIONS = {
  introspectComments: true,
  classValidatorShim: true,
  dtoFileNameSuffix: ['.dto.ts', '.controller.ts'],
};

const configFile = ts.readConfigFile(join(root, 'backend/tsconfig.json'), ts.sys.readFile);
const parsed = ts.parseJsonConfigFileContent(configFile.config, ts.sys, join(root, 'backend'));
const rootNames = parsed.fileNames.filter((name) => !/\.spec\.ts$|backend\/e2e\//.test(name));
const options = {
  ...parsed.options,
  outDir: compiled,
  rootDir: root,
  types: ['node'],
  noEmit: false,
  sourceMap: true,
};

const host = { getCanonicalFileName: (f) => f, getCurrentDirectory: () => root, getNewLine: () => '\n' };
const report = (list) =>
  list.length && process.stderr.write(ts.formatDiagnosticsWithColorAndContext(list, host));
const transformers = (program) => ({ before: [swagger.before(SWAGGER_OPTIONS, program)] });

async function bundle() {
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: {
      main: join(compiled, 'backend/src/main.js'),
      contract: join(compiled, 'backend/src/contract.js'),
    },
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    sourcemap: true,
    keepNames: true, // schemas of the contract and log lines are named after classes
    logLevel: 'warning',
    // The Swagger plugin repeats an enum that a validator names as well.
    logOverride: { 'duplicate-object-key': 'silent' },
    alias: {
      '@prompt-registry/resolver': join(compiled, 'libs/resolver/src/index.js'),
      '@prompt-registry/statistics': join(compiled, 'libs/statistics/src/index.js'),
      '@prompt-registry/migrations': join(compiled, 'migrations/index.js'),
    },
  });
  copyFileSync(join(root, 'backend/src/database/embedded.worker.mjs'), join(out, 'embedded.worker.mjs'));
}

export async function buildBackend() {
  rmSync(compiled, { recursive: true, force: true });
  const program = ts.createProgram(rootNames, options);
  const errors = ts.getPreEmitDiagnostics(program);
  report(errors);
  if (errors.length) return false;
  program.emit(undefined, undefined, undefined, false, transformers(program));
  await bundle();
  return true;
}

/** Compiles on every change; `onBuilt` is called after each successful one. */
export function watchBackend(onBuilt) {
  const watchHost = ts.createWatchCompilerHost(
    rootNames,
    options,
    ts.sys,
    ts.createEmitAndSemanticDiagnosticsBuilderProgram,
    (diagnostic) => report([diagnostic]),
    () => undefined,
  );
  watchHost.afterProgramCreate = (builder) => {
    const errors = [...builder.getSyntacticDiagnostics(), ...builder.getSemanticDiagnostics()];
    report(errors);
    if (errors.length) return;
    const program = builder.getProgram();
    program.emit(undefined, undefined, undefined, false, transformers(program));
    bundle().then(onBuilt, (error) => process.stderr.write(`${error.message}\n`));
  };
  return ts.createWatchProgram(watchHost);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = (await buildBackend()) ? 0 : 1;
