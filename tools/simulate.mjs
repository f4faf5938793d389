// `npm run simulate`: the acceptance run of the statistics. Every cell with thousands of replications on all cores, our production
// code beside the methods of others on the same random numbers; writes docs/simulations.md and docs/simulations.svg.
//
//   --replications N   of every cell (default 4000)      --seed N      a fresh one by default, printed
//   --workers N        threads (default: cores)          --only TEXT   cells with this in their name; writes no documents
//   --gbstats PYTHON   an interpreter with GrowthBook's package; compares every look with it (default: GBSTATS_PYTHON)
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist/simulate');
const { values: given } = parseArgs({
  options: {
    replications: { type: 'string', default: '4000' },
    seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
    workers: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string' },
    gbstats: { type: 'string', default: process.env.GBSTATS_PYTHON },
  },
});
const [replications, seed, workers] = ['replications', 'seed', 'workers'].map((name) => {
  const number = Number(given[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number above 0`);
  return number;
});

const bundle = join(out, 'simulation.cjs');
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [join(root, 'libs/statistics/src/simulation/index.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'warning',
});
const { acceptanceCells, costPerUnit, figure, gbstatsLooks, judge, Outcomes, report } = createRequire(
  import.meta.url,
)(bundle);

const cells = acceptanceCells().filter((cell) => cell.name.includes(given.only ?? ''));
const countOf = (cell) => Math.round(replications * (cell.part ?? 1));
const total = cells.reduce((sum, cell) => sum + cell.cost * countOf(cell), 0);
const startedAt = Date.now();
console.log(`${cells.length} cells, ${replications} replications, seed ${seed}, ${workers} workers`);

/** Pieces of about the same cost, the dearest cells first so that no worker ends long after the others. */
function* pieces() {
  const size = total / (workers * 200);
  for (const cell of [...cells].sort((a, b) => b.cost * countOf(b) - a.cost * countOf(a))) {
    const step = Math.max(1, Math.floor(size / cell.cost));
    for (let from = 0; from < countOf(cell); from += step)
      yield { cell, from, to: Math.min(countOf(cell), from + step) };
  }
}

let lastLineAt = 0;
function showProgress(done) {
  const seconds = (Date.now() - startedAt) / 1000;
  const everySeconds = process.stdout.isTTY ? 0.5 : 20;
  if (done < 1 && seconds - lastLineAt < everySeconds) return;
  lastLineAt = seconds;
  const left = Math.round((seconds / done) * (1 - done));
  const line = `${(100 * done).toFixed(1).padStart(5)} %  ${seconds.toFixed(0)} s gone, about ${left} s left`;
  process.stdout.write(process.stdout.isTTY ? `\r${line}   ` : `${line}\n`);
}

/** The rows of every cell, by name. */
async function runAll() {
  const rows = new Map(
    cells.map((cell) => [cell.name, new Float64Array(countOf(cell) * cell.columns.length)]),
  );
  const queue = pieces();
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker(join(import.meta.dirname, 'simulate.worker.mjs'), {
        workerData: { bundle, seed },
      });
      try {
        for (;;) {
          const { value: piece } = queue.next();
          if (!piece) return;
          const { cell, from, to } = piece;
          const answer = await new Promise((answered, failed) => {
            worker.once('message', answered);
            worker.once('error', failed);
            worker.postMessage({ name: cell.name, from, to });
          });
          worker.removeAllListeners('error');
          rows.get(cell.name).set(answer.rows, from * cell.columns.length);
          done += (cell.cost * (to - from)) / total;
          showProgress(Math.min(done, 1));
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  process.stdout.write('\n');
  return new Map(cells.map((cell) => [cell.name, new Outcomes(cell, rows.get(cell.name))]));
}

/** GrowthBook's own package on looks of our simulations; null when there is no interpreter with it. */
function compareWithGbstats() {
  if (!given.gbstats) return null;
  const file = join(out, 'looks.json');
  writeFileSync(file, JSON.stringify(gbstatsLooks(seed)));
  const script = join(import.meta.dirname, 'simulate-gbstats.py');
  const { status, stdout, stderr } = spawnSync(given.gbstats, [script, 'compare', file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`gbstats: ${stderr}`);
  return JSON.parse(stdout);
}

const outcomes = await runAll();
const seconds = Math.round((Date.now() - startedAt) / 1000);
if (given.only) {
  for (const [name, outcome] of outcomes)
    for (const column of outcome.columns)
      console.log(
        `${name}: ${column} mean ${outcome.mean(column).toPrecision(4)} rate ${outcome.rate(column).toFixed(4)}`,
      );
} else {
  const goals = judge(outcomes);
  for (const { goal, measured, must, held } of goals)
    console.log(`${held ? 'held  ' : 'MISSED'}  ${goal}: ${measured} (must: ${must})`);
  const cpuMs = () => process.cpuUsage().user / 1000; // the machine may have other work
  const cost = Object.fromEntries(
    ['planned', 'anytime', 'hybrid'].map((mode) => [mode, costPerUnit(mode, cpuMs)]),
  );
  const gbstats = compareWithGbstats();
  const run = { replications, seed, seconds, workers, node: process.version, cost, gbstats };
  const options = await resolveConfig(join(root, 'docs/simulations.md'));
  const text = await format(report(outcomes, goals, run), { ...options, parser: 'markdown' });
  writeFileSync(join(root, 'docs/simulations.md'), text);
  writeFileSync(join(root, 'docs/simulations.svg'), figure(outcomes));
  console.log(`docs/simulations.md and docs/simulations.svg written after ${seconds} s`);
  process.exitCode = goals.every(({ held }) => held) ? 0 : 1;
}
