// `npm test`: installs what is missing and runs everything; ends with one line `N passed, N failed`.
// In CI (CI=true) a part that had to be left out is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, requireNode, root, run } from './bootstrap.mjs';

requireNode();
install();
const { ensureChromium } = await import('./chromium.mjs');
const { ensureMlflow, startMlflow } = await import('./mlflow.mjs');
const { ensurePythonClient } = await import('./python-client.mjs');
const { ensurePostgres, startPostgres } = await import('./postgres.mjs');
const { startTestServer } = await import('./test-server.mjs');

const results = join(root, 'dist/test-results');
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

function record(name, { passed, failed, skipped = 0 }, startedAt, note = '') {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  lines.push(
    `  ${failed ? 'FAILED ' : skipped ? 'SKIPPED' : 'passed '}  ${name.padEnd(34)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed  ${seconds.padStart(6)} s  ${note}`,
  );
  process.stdout.write(`${lines.at(-1)}\n`);
}

function skip(name, why) {
  record(
    name,
    process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0, skipped: 1 },
    Date.now(),
    why,
  );
}

/** A command that passes or fails as a whole. */
async function check(name, command, args) {
  const startedAt = Date.now();
  const { code, output } = await run(command, args, { capture: true });
  if (code !== 0) process.stdout.write(output);
  record(name, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, startedAt);
  return code === 0;
}

/** Counts the tests of a jest run from its JSON report. A run without a report failed as a whole. */
function readReport(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** PostgreSQL computes the published assignments once more. */
async function checkVectorsInSql(url) {
  const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', 'libs/resolver/vectors/check.sql', url];
  if (spawnSync('psql', ['--version']).status === 0) await check('vectors: SQL agrees', 'psql', args);
  else skip('vectors: SQL agrees', 'no psql here');
}

/** Generates the HTTP client beside the committed one and compares every file. */
async function checkGeneratedClient() {
  const startedAt = Date.now();
  const fresh = join(results, 'generated');
  const committed = join(root, 'libs/client/src/generated');
  rmSync(fresh, { recursive: true, force: true });
  const args = ['-f', 'libs/client/openapi-ts.config.mjs', '-o', 'dist/test-results/generated'];
  const { code, output } = await run('openapi-ts', args, { capture: true });
  if (code !== 0) process.stdout.write(output);
  const files =
    code === 0 ? readdirSync(fresh, { recursive: true }).filter((file) => file.endsWith('.ts')) : [];
  const read = (folder, file) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : null;
  const same = files.length > 0 && files.every((file) => read(fresh, file) === read(committed, file));
  record(
    'contract: generated client is current',
    same ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
    startedAt,
    same ? '' : 'run: npm run generate:client',
  );
}

async function jest(name, config, env = {}) {
  const startedAt = Date.now();
  const file = join(results, `${name.replace(/\W+/g, '-')}.json`);
  rmSync(file, { force: true });
  const { code, output } = await run(
    'jest',
    ['-c', config, '--json', `--outputFile=${file}`, '--silent=false'],
    { capture: true, env },
  );
  const counts = readReport(file);
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code !== 0) process.stdout.write(output);
  if (process.env.CI && counts.skipped) counts.failed += counts.skipped;
  record(name, counts, startedAt);
}

const only = process.argv.slice(2);
/** The long runs are not part of everything: they are asked for by name. */
const wanted = (part) => (only.length === 0 ? part !== 'reliability' : only.includes(part));
const UNIT_PROJECTS = ['resolver', 'statistics', 'client', 'agents', 'backend', 'console'];

if (wanted('lint'))
  await check('lint and import boundaries', 'nx', ['run-many', '-t', 'lint', '--outputStyle=static']);
if (wanted('types')) await check('type check', 'nx', ['run-many', '-t', 'typecheck', '--outputStyle=static']);
const built = await check('build', 'nx', ['run-many', '-t', 'build', '--outputStyle=static']);

if (wanted('unit')) {
  const startedAt = Date.now();
  const { code, output } = await run(
    'nx',
    ['run-many', '-t', 'test', '--outputStyle=static', '--parallel=2'],
    { capture: true },
  );
  if (code !== 0) process.stdout.write(output);
  for (const project of UNIT_PROJECTS)
    record(`unit: ${project}`, readReport(join(results, `${project}.json`)), startedAt);
}

if (wanted('vectors')) {
  if (spawnSync('python3', ['--version']).status === 0)
    await check('vectors: Python agrees', 'python3', ['libs/resolver/vectors/check.py']);
  else skip('vectors: Python agrees', 'no python3 here');
}

if (wanted('reliability'))
  await jest('reliability: client', 'libs/client/jest.config.cjs', { RELIABILITY: '1' });

if (wanted('contract') && built) {
  const fresh = join(results, 'openapi.json');
  const startedAt = Date.now();
  const { code } = await run(process.execPath, [join(root, 'dist/backend/contract.cjs'), fresh]);
  const same =
    code === 0 &&
    readFileSync(fresh, 'utf8') === readFileSync(join(root, 'libs/client/openapi.json'), 'utf8');
  record(
    'contract: openapi.json is current',
    same ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
    startedAt,
    same ? '' : 'run: npm run openapi',
  );
  await checkGeneratedClient();
}

if (wanted('deploy') && built) await jest('deployment files', 'deploy/jest.config.cjs');

if (wanted('embedded'))
  await jest('HTTP on the embedded database', 'backend/e2e/jest.config.cjs', { E2E_DATABASE: 'embedded' });

if (wanted('demo') && built) {
  const dir = mkdtempSync(join(tmpdir(), 'pr-demo-'));
  // As fast as for people, and twice as long where the machine is too busy to have enough conversations sooner.
  const args = ['--no-build', '--until-done', '--days', '28', '--seconds', '120', '--port', '0'];
  await check('demo: ends as meant', process.execPath, [
    'tools/demo.mjs',
    ...args,
    '--dir',
    join(dir, 'demo'),
  ]);
  rmSync(dir, { recursive: true, force: true });
}

if (wanted('postgresql')) {
  const given = process.env.DATABASE_URL;
  const binaries = ensurePostgres();
  if (!given && !binaries) skip('HTTP on PostgreSQL', 'no PostgreSQL here: install it, or set DATABASE_URL');
  else {
    const server = given ? { url: given, remove: () => undefined } : await startPostgres({ binaries });
    try {
      const env = {
        E2E_DATABASE: 'postgresql',
        E2E_POSTGRES_URL: server.url,
        DATABASE_URL: '',
        E2E_POSTGRES_BINARIES: binaries ?? '',
      };
      await jest('HTTP on PostgreSQL', 'backend/e2e/jest.config.cjs', env);
      await checkVectorsInSql(server.url);
    } finally {
      server.remove();
    }
  }
}

if (wanted('mlflow') && built) {
  const { bin, reason } = await ensureMlflow();
  const chromium = ensureChromium();
  if (!bin) skip('MLflow', `left out: ${reason}`);
  else if (!chromium) skip('MLflow', 'no Chromium here for its pages: install it, or set CHROMIUM_PATH');
  else {
    const dir = mkdtempSync(join(tmpdir(), 'pr-mlflow-'));
    const server = await startMlflow({ dir, bin });
    try {
      await jest('MLflow: client and delivery', 'backend/e2e/mlflow.jest.config.cjs', {
        E2E_MLFLOW_URL: server.url,
        E2E_MLFLOW_PYTHON: server.python,
        // Its pages are opened as well: how they read their addresses is documented nowhere.
        CHROMIUM_PATH: chromium,
      });
    } finally {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    }
    await check('MLflow: what its own client sees', process.execPath, [
      'tools/mlflow-show.mjs',
      '--conversations',
      '40',
      '--kill',
    ]);
  }
}

if (wanted('python') && built) {
  const { bin, reason } = await ensurePythonClient();
  if (bin) await check('generated Python client', process.execPath, ['tools/python-client.mjs']);
  else skip('generated Python client', `left out: ${reason}`);
}

if (wanted('browser') && built) {
  const chromium = ensureChromium();
  if (!chromium) skip('browser', 'no Chromium here: install it, or set CHROMIUM_PATH');
  else {
    const server = await startTestServer();
    try {
      await jest('browser', 'console/e2e/jest.config.cjs', { ...server.env, CHROMIUM_PATH: chromium });
    } finally {
      await server.stop();
    }
  }
}

process.stdout.write(
  `\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}\n`,
);
process.exit(total.failed ? 1 : 0);
