// P10, P11: traces over HTTP, from the bytes of a batch to its durable rows, beside COPY into a table with the same indexes.
//   node benchmarks/ingest.mjs [postgresql | embedded]      (needs `nx build backend`; without PostgreSQL's binaries only P11)
// By turns in every round of one run, 10,000 new rows each, prepared outside of the time:
//   copy       all in one COPY, which is not idempotent and finds out nothing
//   ingest     the same kind of rows in batches of 1,000, four in flight: key, JSON, checks, flags, digests, one statement
//   on trial   traces in an experiment: one of four exposes its conversation as well
//   outbox     the same at a server that is to tell MLflow of every trace (of which there is none: all stays in the outbox)
// Settings: ROUNDS, ROWS, PRESENT.
import { Blob } from 'node:buffer';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  BATCH,
  batchesOf,
  begin,
  caller,
  COLUMNS,
  copyText,
  deliver,
  IN_FLIGHT,
  ROWS,
  TRACES_A_CONVERSATION,
  tracesOf,
} from './ingest.traces.mjs';
import { printLine, printResults, rounded, spread, turns } from './measure.mjs';
import { temporaryDirectory } from './workspace.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const PRESENT = Number(process.env.PRESENT ?? 200_000);
/** As its migration made the table, with every index; only what would refuse an UPDATE is missing. */
const COPIED = 'CREATE TABLE copied (LIKE traces INCLUDING ALL)';
const nowhere = 'http://127.0.0.1:9';

/** Takes turns; answers rows per second by name. Candidates: `{ name, prepare(), run(prepared) }`. */
async function race(candidates) {
  const rates = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1)
    for (const { name, prepare, run } of turns(candidates, Math.max(round, 0))) {
      const prepared = prepare();
      const startedAt = performance.now();
      await run(prepared);
      const seconds = (performance.now() - startedAt) / 1_000;
      if (round >= 0) rates.get(name).push(ROWS / seconds);
    }
  return new Map([...rates].map(([name, values]) => [name, spread(values)]));
}

/** A server that takes traces, which must be there in the end. */
async function ingester(server) {
  const call = caller(server);
  const trial = await begin(call);
  const sent = { all: 0, onTrial: 0 };
  return {
    trial,
    sent,
    candidate: (name, onTrial, at = () => call) => ({
      name,
      prepare: () => batchesOf(tracesOf(trial, { onTrial })),
      run: async (bodies) => {
        const accepted = await deliver(at(), bodies);
        sent.all += accepted;
        if (onTrial) sent.onTrial += accepted;
      },
    }),
  };
}

/** @throws Error unless exactly what was sent is stored. */
async function reconcile(query, { all, onTrial }, tells) {
  const [{ stored, exposed, told }] = await query(
    `SELECT (SELECT count(*) FROM traces)::integer AS stored, (SELECT count(*) FROM exposures)::integer AS exposed,
    (SELECT count(*) FROM outbox WHERE topic = 'trace')::integer AS told`,
  );
  const found = String([stored, exposed, told]);
  const wanted = String([all + PRESENT, onTrial / TRACES_A_CONVERSATION, tells ? all : 0]);
  if (found !== wanted) throw new Error(`stored, exposed and told are ${found}, not ${wanted}`);
}

function report(id, engine, rates, must, stretch) {
  console.log(`\n${id}  ${engine}, batches of ${BATCH}, ${IN_FLIGHT} in flight, ${PRESENT} rows present`);
  const copy = rates.get('copy').median;
  for (const [name, rate] of rates) printLine(name, rate, 'rows/s', `${rounded(rate.median / copy)} x COPY`);
  const ours = rates.get('ingest').median;
  const ratioOf = (name) => rates.has(name) && { [name]: rounded(rates.get(name).median / copy) };
  return {
    id,
    unit: 'rows/s',
    engine,
    ours: rounded(ours),
    floor: rounded(copy),
    ratio: rounded(ours / copy),
    besides: { ...ratioOf('on trial'), ...ratioOf('outbox') },
    must,
    ...(stretch ? { stretch } : {}),
    held: ours / copy >= must,
  };
}

/** What the driver needs to stream prepared bytes into a table. */
class Copy {
  constructor(table, data, done) {
    Object.assign(this, { table, data, done });
  }
  submit(connection) {
    connection.query(`COPY ${this.table} (${COLUMNS}) FROM STDIN`);
  }
  handleCopyInResponse(connection) {
    connection.sendCopyFromChunk(this.data);
    connection.endCopyFrom();
  }
  handleError(error) {
    this.done(error);
  }
  handleReadyForQuery() {
    this.done();
  }
  handleCommandComplete() {}
}

async function postgresql(startTestServer, postgres) {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const stops = [() => admin.end()];
  try {
    const candidates = [];
    const checks = [];
    for (const name of ['plain', 'telling']) {
      const tells = name === 'telling';
      await admin.query(`CREATE DATABASE ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      const server = await startTestServer({
        SEED_ON_START: 'false',
        LOG_LEVEL: 'error',
        DATABASE_URL: url.href,
        MLFLOW_TRACKING_URI: tells ? nowhere : '',
      });
      stops.unshift(() => server.stop());
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      stops.unshift(() => client.end());
      const copyInto = (table) => (data) =>
        new Promise((resolve, reject) => {
          client.query(new Copy(table, data, (error) => (error ? reject(error) : resolve())));
        });
      const { trial, sent, candidate } = await ingester(server);
      checks.push(() => reconcile(async (text) => (await client.query(text)).rows, sent, tells));
      await fill(copyInto('traces'), trial);
      if (tells) {
        candidates.push(candidate('outbox', true));
        continue;
      }
      candidates.push(candidate('ingest', false), candidate('on trial', true));
      await client.query(COPIED);
      await fill(copyInto('copied'), trial);
      candidates.push({
        name: 'copy',
        prepare: () => copyText(trial, tracesOf(trial)),
        run: copyInto('copied'),
      });
    }
    const rates = await race(candidates);
    for (const check of checks) await check();
    return report('P10', 'PostgreSQL', rates, 0.4, 0.6);
  } finally {
    for (const stop of stops) await stop();
  }
}

async function fill(copy, trial) {
  for (let rows = 0; rows < PRESENT; rows += ROWS)
    await copy(
      copyText(
        trial,
        tracesOf(trial, { count: Math.min(ROWS, PRESENT - rows), startedAt: Date.now() - 3_600_000 }),
      ),
    );
}

/** The embedded database beside itself: a copy of its files, opened here. Both write to the same disk. */
async function embedded(startTestServer) {
  const { PGlite } = await import('@electric-sql/pglite');
  const directory = temporaryDirectory();
  const theirs = join(directory, 'theirs');
  const ours = join(directory, 'ours');
  const env = { SEED_ON_START: 'false', LOG_LEVEL: 'error', DATA_DIR: ours, MLFLOW_TRACKING_URI: '' };
  const first = await startTestServer(env);
  const { trial, sent, candidate } = await ingester(first);
  await first.stop();
  const pgdata = join(ours, 'pgdata');
  const copyInto = (db) => (data) =>
    db.query(`COPY traces (${COLUMNS}) FROM '/dev/blob'`, [], { blob: new Blob([data]) });
  const filled = await PGlite.create(pgdata);
  await fill(copyInto(filled), trial);
  await filled.close();
  cpSync(pgdata, theirs, { recursive: true });
  const db = await PGlite.create(theirs);
  const server = await startTestServer(env);
  const call = caller(server);
  const rates = await race([
    candidate('ingest', false, () => call),
    candidate('on trial', true, () => call),
    { name: 'copy', prepare: () => copyText(trial, tracesOf(trial)), run: copyInto(db) },
  ]);
  await server.stop();
  const after = await PGlite.create(pgdata);
  await reconcile(async (text) => (await after.query(text)).rows, sent, false);
  await Promise.all([after.close(), db.close()]);
  rmSync(directory, { recursive: true, force: true });
  return report('P11', 'embedded', rates, 0.6);
}

const { startTestServer } = await import('../tools/test-server.mjs');
const { ensurePostgres, startPostgres } = await import('../tools/postgres.mjs');
const only = process.argv[2];
const results = [];
if (only !== 'embedded' && ensurePostgres()) {
  const postgres = await startPostgres({ durable: true });
  try {
    results.push(await postgresql(startTestServer, postgres));
  } finally {
    postgres.remove();
  }
}
if (only !== 'postgresql') results.push(await embedded(startTestServer));
printResults(results);
process.exit(0); // the embedded database keeps the process for some seconds
