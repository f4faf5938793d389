// P12: what one evaluation costs when an experiment has a long history, beside one with a short history.
//   node benchmarks/evaluation.mjs            (needs `nx build backend` and PostgreSQL's binaries)
//   node benchmarks/evaluation.mjs --full     10,000,000 outcomes instead of 1,000,000: some twenty minutes and 10 GB
// Two servers, each with a database of its own: 10,000 outcomes in one, many in the other, three a conversation. The history
// is loaded by SQL and settled by the server itself, and then, by turns, 100 new conversations fall due in each and
// POST /experiments/{id}/evaluate settles them. Measured twice: when the last 100,000 conversations of the history were settled
// after the last VACUUM, twice what autovacuum leaves lying about, and right after one. The goal is judged by the first.
// Settings: ROUNDS, OUTCOMES.
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import {
  addRecords,
  begin,
  expose,
  OUTCOMES_A_CONVERSATION,
  WINDOW_MINUTES,
  withoutIndexes,
} from './evaluation.history.mjs';
import { median, printLine, printResults, rounded, spread, turns } from './measure.mjs';

const FULL = process.argv.includes('--full');
const ROUNDS = Number(process.env.ROUNDS ?? 21);
/** The server with the long history has settled more: without them its code would be better compiled. */
const WARM_UP = 40;
const FEW = 10_000;
const MANY = Number(process.env.OUTCOMES ?? (FULL ? 10_000_000 : 1_000_000));
const NEW_UNITS = 100;
/**
 * Conversations of the history that are settled after the last VACUUM: more than the table's own threshold lets lie about
 * (migrations/1764300000000-exposure-vacuum.ts), for a vacuum does not come at once.
 */
const UNCLEANED = 100_000;

/** What PostgreSQL would do by itself some time, in the middle of a round. */
const SERVER_SETTINGS = ['autovacuum = off', "checkpoint_timeout = '1h'", "max_wal_size = '8GB'"];

/** Answers the parsed answer; throws unless it is a success. Waits as long as it takes: the history is settled in one. */
function caller({ url, env }) {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${env.ADMIN_API_KEY}`,
        'content-type': 'application/json',
        'if-match': '*',
      };
      const sent = request(url + path, { method, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path} ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      sent.on('error', reject).end(method === 'GET' ? undefined : JSON.stringify(body ?? {}));
    });
}

/** CPU that a process has had, with all its threads, in ms; `null` where the system does not tell. */
function cpuOf(pid) {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = tasks.map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ', 1)[0]),
    );
    return nanoseconds.reduce((sum, of) => sum + of, 0) / 1e6;
  } catch {
    // Not Linux, or the process has gone meanwhile.
    return null;
  }
}

/** A server with an experiment whose history has so many outcomes, all of them settled. */
async function candidate(name, outcomes, { pg, postgres, startTestServer, stops }) {
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  for (const setting of SERVER_SETTINGS) await admin.query(`ALTER SYSTEM SET ${setting}`);
  await admin.query('SELECT pg_reload_conf()');
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const server = await startTestServer({
    SEED_ON_START: 'false',
    LOG_LEVEL: 'error',
    DATABASE_URL: url.href,
    EVALUATION_CRON: '0 0 1 1 *',
    MLFLOW_TRACKING_URI: '',
  });
  stops.unshift(() => server.stop());
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  stops.unshift(() => client.end());
  const query = async (text, parameters) => (await client.query(text, parameters)).rows;
  const call = caller(server);
  const experiment = await begin(call, query);
  const evaluate = () => call('POST', `/api/v1/experiments/${experiment.id}/evaluate`);

  const conversations = Math.round(outcomes / OUTCOMES_A_CONVERSATION);
  const DAY = 86_400_000;
  const began = Date.now() - 20 * DAY;
  const cleaned = Math.max(0.5, 1 - UNCLEANED / conversations);
  const middle = began + cleaned * 19 * DAY;
  const first = Math.floor((conversations * cleaned) / 2) * 2;
  const end = began + 19 * DAY;
  const ranges = [
    [0, first, new Date(began), new Date(middle)],
    [first, conversations, new Date(middle), new Date(end)],
  ];
  let startedAt = performance.now();
  await withoutIndexes(query, ['traces', 'outcomes'], async () => {
    for (const range of ranges) await addRecords(query, experiment, range);
  });
  const loadMs = performance.now() - startedAt;
  let settleMs = 0;
  for (const range of ranges) {
    await expose(query, experiment, range);
    await query(range === ranges[0] ? 'VACUUM ANALYZE' : 'ANALYZE');
    startedAt = performance.now();
    await evaluate();
    settleMs += performance.now() - startedAt;
    if (range === ranges[0]) await query('VACUUM ANALYZE');
  }
  const [{ units }] = await query('SELECT count(*)::integer AS units FROM experiment_units');
  if (units !== conversations)
    throw new Error(`${name}: ${units} of ${conversations} conversations were settled`);
  console.log(
    `${name}: ${outcomes.toLocaleString('en')} outcomes of ${units.toLocaleString('en')} conversations, loaded in ` +
      `${Math.round(loadMs / 1_000)} s, settled in ${rounded(settleMs / 1_000)} s (${rounded((1_000 * settleMs) / units)} us each)`,
  );

  let next = conversations;
  /** New conversations, already due: they began after all the others, and more than the window and the grace ago. */
  const add = async (round) => {
    const since = new Date(Date.now() - 6 * WINDOW_MINUTES * 60_000 + round * 60_000);
    const range = [next, next + NEW_UNITS, since, new Date(since.getTime() + 30_000)];
    await addRecords(query, experiment, range);
    await expose(query, experiment, range);
    next += NEW_UNITS;
  };
  /** This database's sessions that are the server's. */
  const sessions = async () =>
    (
      await query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      )
    ).map(({ pid }) => pid);
  const cpu = async () => {
    const all = [server.child.pid, ...(await sessions())].map(cpuOf);
    return all.includes(null) ? null : all.reduce((sum, of) => sum + of, 0);
  };
  const turn = async (round) => {
    await add(round);
    const before = await cpu();
    const startedAt = performance.now();
    const { newUnits, durationMs } = await evaluate();
    const wallMs = performance.now() - startedAt;
    const after = await cpu();
    if (newUnits !== NEW_UNITS) throw new Error(`${name}: ${newUnits} new units, not ${NEW_UNITS}`);
    return { durationMs, wallMs, cpuMs: before === null || after === null ? null : after - before };
  };
  const scan = async () => {
    const startedAt = performance.now();
    await query(
      `SELECT t.variant, o.metric, count(*), avg(o.value), var_samp(o.value) FROM traces t JOIN outcomes o ON o.trace_id = t.id
       WHERE t.experiment_id = $1 GROUP BY 1, 2`,
      [experiment.id],
    );
    return performance.now() - startedAt;
  };
  /** L7: everything counted again. */
  const verify = async () => {
    const startedAt = performance.now();
    const { verified, problems, events } = await call('GET', `/api/v1/experiments/${experiment.id}/verify`);
    if (!verified) throw new Error(`${name}: ${problems.join('; ')}`);
    return { events, ms: performance.now() - startedAt };
  };
  const clean = () => query('VACUUM ANALYZE');
  return { name, turn, clean, scan, verify, settledUs: (1_000 * settleMs) / units };
}

/** Takes turns; `after` rounds that were measured before. */
async function measure(candidates, after) {
  const seen = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round += 1)
    for (const { name, turn } of turns(candidates, Math.max(round, 0))) {
      const figures = await turn(after + WARM_UP + round);
      if (round >= 0) seen.get(name).push(figures);
    }
  return seen;
}

/** Prints what was seen; answers medians: of CPU where the system tells it, else of the wall. */
function compare(seen, when) {
  const figures = (name, key) => seen.get(name).map((turn) => turn[key]);
  const known = figures('many', 'cpuMs').every((ms) => ms !== null);
  console.log(`\nP12  one evaluation with ${NEW_UNITS} new units, ${ROUNDS} rounds by turns, ${when}`);
  const keys = [...(known ? [['cpuMs', 'CPU of server and sessions']] : []), ['wallMs', 'until the answer']];
  for (const [key, what] of keys)
    for (const name of seen.keys()) printLine(`${what}, ${name} outcomes`, spread(figures(name, key)), 'ms');
  const [few, many] = ['few', 'many'].map((name) => median(figures(name, known ? 'cpuMs' : 'wallMs')));
  const [fewWall, manyWall] = ['few', 'many'].map((name) => median(figures(name, 'wallMs')));
  return {
    unit: known ? 'ms CPU' : 'ms',
    few,
    many,
    manyWall,
    ratio: many / few,
    ratioOfWall: manyWall / fewWall,
  };
}

const { ensurePostgres, startPostgres } = await import('../tools/postgres.mjs');
const { startTestServer } = await import('../tools/test-server.mjs');
if (!ensurePostgres()) {
  console.error('evaluation: PostgreSQL is needed');
  process.exit(1);
}
const { default: pg } = await import('pg');
const postgres = await startPostgres();
const stops = [() => postgres.remove()];
try {
  const tools = { pg, postgres, startTestServer, stops };
  const candidates = [await candidate('few', FEW, tools), await candidate('many', MANY, tools)];
  const dirty = compare(await measure(candidates, 0), 'before a VACUUM');
  for (const { clean } of candidates) await clean();
  const clean = compare(await measure(candidates, WARM_UP + ROUNDS), 'after it');
  const [, many] = candidates;
  const scanMs = await many.scan();
  const { events, ms } = await many.verify();
  const times = `${rounded(scanMs / clean.manyWall)} x an evaluation`;
  console.log(`  reading every outcome instead: ${Math.round(scanMs)} ms, ${times}`);
  console.log(
    `  recomputed from ${events.toLocaleString('en')} events to the last bit in ${rounded(ms / 1_000)} s`,
  );
  printResults([
    {
      id: 'P12',
      unit: dirty.unit,
      outcomes: MANY,
      ours: rounded(dirty.many),
      floor: rounded(dirty.few),
      ratio: rounded(dirty.ratio),
      ratioOfWallTime: rounded(dirty.ratioOfWall),
      ratioAfterVacuum: rounded(clean.ratio),
      settledUs: rounded(many.settledUs),
      must: 1.2,
      stretch: 1,
      held: dirty.ratio <= 1.2,
    },
  ]);
} finally {
  for (const stop of stops) await stop();
}
