// P13 (and P14): from a commit to 100 clients that have applied it.
//   node benchmarks/propagation.mjs          (needs `nx build backend`; PostgreSQL's binaries, else the embedded database)
// Three kinds of change, one after the other in every round of one run:
//   commit   a transaction of another process on the same PostgreSQL: COMMIT -> NOTIFY -> server -> streams. As a change through a replica.
//   request  a label is moved: request -> transaction -> streams. As a person rolls back.
//   floor    a process with nothing but an in-process bus and node:http streams, told over a socket to emit the same bytes.
// The clock starts before the COMMIT, the request or the order is sent, and stops when the last client has parsed the event and
// put the prompts in their place. Settings: CLIENTS, ROUNDS, PROMPTS.
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createServer, get, request } from 'node:http';
import { connect, createServer as createSocketServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const CLIENTS = Number(process.env.CLIENTS ?? 100);
const ROUNDS = Number(process.env.ROUNDS ?? 200);
const PROMPTS = Number(process.env.PROMPTS ?? 200);
const WARM_UP = 20;
/** P14 is the same with CLIENTS=1000. */
const GOAL = CLIENTS <= 100 ? { id: 'P13', p50Ms: 5, p99Ms: 50 } : { id: 'P14', p50Ms: null, p99Ms: 150 };
const WORDS = 'You look after the energy of a building. '.repeat(50);

if (process.argv[2] === 'floor') runFloor();
else await main();

/** The least that a push can cost: a bus, and the same streams. */
function runFloor() {
  const bus = new EventEmitter().setMaxListeners(0);
  const streams = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: hello\ndata: {}\n\n');
    bus.on('change', (event) => response.write(event));
  });
  const orders = createSocketServer((socket) => {
    let waiting = Buffer.alloc(0);
    socket.setNoDelay(true).on('data', (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (let end = waiting.indexOf('\n\n'); end >= 0; end = waiting.indexOf('\n\n')) {
        bus.emit('change', waiting.subarray(0, end + 2));
        waiting = waiting.subarray(end + 2);
      }
    });
  });
  streams.listen(0, '127.0.0.1', () =>
    orders.listen(0, '127.0.0.1', () =>
      process.send({ url: `http://127.0.0.1:${streams.address().port}`, port: orders.address().port }),
    ),
  );
}

async function main() {
  const { startTestServer } = await import('../tools/test-server.mjs');
  const { ensurePostgres, startPostgres } = await import('../tools/postgres.mjs');
  const postgres = ensurePostgres() ? await startPostgres({ durable: true }) : null;
  const server = await startTestServer({
    SEED_ON_START: 'false',
    LOG_LEVEL: 'error',
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  });
  const floor = fork(fileURLToPath(import.meta.url), ['floor']);
  const { url: floorUrl, port } = await new Promise((resolve) => floor.once('message', resolve));
  const order = connect(port, '127.0.0.1').setNoDelay(true);
  try {
    const call = caller(server.url, server.env.ADMIN_API_KEY);
    const ids = await fill(call);
    const commit = postgres && (await committer(postgres.url));
    const ours = await openAll(`${server.url}/api/v1/snapshot/events`, server.env.ADMIN_API_KEY);
    const theirs = await openAll(floorUrl);
    const ms = { commit: [], request: [], floor: [] };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const note = (kind, value) => round >= 0 && ms[kind].push(value);
      // One after the other, because a prompt that is changed all the time carries all it served lately.
      const at = round + WARM_UP;
      const id = ids[at % ids.length];
      const label = { version: 1 + (Math.floor(at / ids.length) % 2), reason: 'measured' };
      if (commit) {
        await commit.prepare(id, `${round}`);
        note('commit', await applied(ours, commit.send));
        await pause();
      }
      const move = () => call('PUT', `/api/v1/prompts/${id}/labels/production`, label);
      note('request', await applied(ours, move));
      await pause();
      const bytes = ours[0].last;
      note('floor', await applied(theirs, () => order.write(bytes)));
      await pause();
    }
    report(postgres ? 'postgresql' : 'embedded', ms);
    await commit?.end();
  } finally {
    floor.kill();
    order.destroy();
    await server.stop();
    postgres?.remove();
  }
  process.exit(0);
}

function caller(url, key) {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'if-match': '*' };
      const sent = request(url + path, { method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          response.statusCode < 300 ? resolve(JSON.parse(text)) : reject(new Error(text)),
        );
      });
      sent.on('error', reject).end(JSON.stringify(body));
    });
}

/** Prompts of two versions each, by id. */
async function fill(call) {
  const ids = [];
  for (let i = 0; i < PROMPTS; i += 1) {
    const { id } = await call('POST', '/api/v1/prompts', { name: `prompt/${i}`, content: `first ${WORDS}` });
    await call('PUT', `/api/v1/prompts/${id}`, { content: `second ${WORDS}` });
    await call('PUT', `/api/v1/prompts/${id}/labels/production`, { version: 2, reason: 'set up' });
    ids.push(id);
  }
  return ids;
}

/** Announces a prompt as changed in a transaction of its own, of which only the COMMIT is measured. */
async function committer(connectionString) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  return {
    prepare: async (id, text) => {
      await client.query('BEGIN');
      await client.query(
        `WITH bumped AS (UPDATE registry_state SET revision = revision + 1 RETURNING revision)
         UPDATE prompts SET changed_revision = bumped.revision, description = $2 FROM bumped WHERE id = $1`,
        [id, text],
      );
      await client.query(`SELECT pg_notify('registry_revision', 'revision')`);
    },
    send: () => client.query('COMMIT'),
    end: () => client.end(),
  };
}

/** A client that holds the snapshot's prompts and puts changed ones in their place. */
function openAll(url, key) {
  return Promise.all(
    Array.from({ length: CLIENTS }, () => {
      const client = { prompts: new Map(), onApplied: () => undefined, last: '' };
      return new Promise((resolve, reject) => {
        get(url, { agent: false, headers: key ? { authorization: `Bearer ${key}` } : {} }, (response) => {
          if (response.statusCode !== 200) return reject(new Error(`${response.statusCode}`));
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
            for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
              const event = text.slice(0, end + 2);
              text = text.slice(end + 2);
              if (event.startsWith('event: hello')) resolve(client);
              else if (event.startsWith('event: change')) apply(client, event);
            }
          });
        }).on('error', reject);
      });
    }),
  );
}

function apply(client, event) {
  const { prompts } = JSON.parse(event.slice(event.indexOf('\ndata: ') + 7));
  for (const prompt of prompts ?? []) client.prompts.set(prompt.id, prompt);
  client.last = event;
  client.onApplied();
}

/** Starts something and answers after how many ms the last client has applied it. */
async function applied(clients, start) {
  const last = new Promise((resolve) => {
    let waiting = clients.length;
    for (const client of clients)
      client.onApplied = () => {
        client.onApplied = () => undefined;
        waiting -= 1;
        if (waiting === 0) resolve(performance.now());
      };
  });
  const startedAt = performance.now();
  const started = start();
  const ms = (await last) - startedAt;
  await started;
  return ms;
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q) => Number((sorted[Math.ceil(sorted.length * q) - 1] ?? NaN).toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

function report(engine, ms) {
  const kinds = Object.fromEntries(
    Object.entries(ms)
      .filter(([, values]) => values.length)
      .map(([kind, values]) => [kind, quantiles(values)]),
  );
  const subject = kinds.commit ?? kinds.request;
  const ratio = Number((subject.p50 / kinds.floor.p50).toFixed(2));
  const held = subject.p50 <= (GOAL.p50Ms ?? Infinity) && subject.p99 <= GOAL.p99Ms;
  console.log(
    JSON.stringify({
      id: GOAL.id,
      held,
      engine,
      clients: CLIENTS,
      rounds: ROUNDS,
      prompts: PROMPTS,
      ms: kinds,
      ratioToFloor: ratio,
      goal: GOAL,
    }),
  );
  const line = Object.entries(kinds).map(([kind, { p50, p99 }]) => `${kind} ${p50} / ${p99} ms`);
  console.log(
    `${GOAL.id} on ${engine}, last of ${CLIENTS} clients, p50 / p99: ${line.join(', ')}; ${ratio} x floor; goal ${GOAL.p50Ms ?? '-'} / ${GOAL.p99Ms} ms: ${held ? 'held' : 'MISSED'}`,
  );
}
