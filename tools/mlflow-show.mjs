// `npm run mlflow:show`: conversations through the SDK against a real server and a real MLflow, then the question whether MLflow's
// own Python client and our API know each trace and outcome exactly once. With `--kill` both are killed meanwhile, again and again.
// `-- --conversations 40 --kill --seed 7`; `--mlflow http://…` for one that runs already; `--postgres` instead of the embedded database.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './bootstrap.mjs';
import { ensureMlflow, startMlflow } from './mlflow.mjs';
import { promptsIn, publish } from './mlflow-show-prompts.mjs';
import { askMlflow, askRegistry, print } from './mlflow-show-report.mjs';
import { ADMIN_API_KEY, callerOf, emptied, startRegistry } from './mlflow-show-server.mjs';
import { ensurePostgres, startPostgres } from './postgres.mjs';

const AT_ONCE = 4;
/** What a kill and the start after it take, about: the conversations last as long as the kills do. */
const A_KILL_MS = 3_000;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (line) => process.stdout.write(`${line}\n`);

const { values: options } = parseArgs({
  options: {
    conversations: { type: 'string', default: '200' },
    kill: { type: 'boolean', default: false },
    kills: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    mlflow: { type: 'string' },
    postgres: { type: 'boolean', default: false },
  },
});

/** Small and repeatable (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
/** Decides who is killed and when; each conversation has dice of its own. */
const chance = seeded(Number(options.seed));

// --- What is started, and taken down again whatever happens -----------------------------------------------------------------

const undo = [];
let ending = null;
/** In the reverse order of starting; each once, also when somebody presses Ctrl-C meanwhile. */
function cleanUp() {
  ending ??= (async () => {
    for (const step of undo.reverse()) await step();
  })();
  return ending;
}
for (const name of ['SIGINT', 'SIGTERM'])
  process.once(name, () => void cleanUp().finally(() => process.exit(130)));

// --- What happens -----------------------------------------------------------------------------------------------------------

async function converse(registry, prompts, ids, count) {
  const traces = [];
  const outcomes = [];
  const outcome = (metric, value, about) => {
    const id = registry.outcome({ ...about, metric, value });
    outcomes.push({ id, metric, value, traceId: null, conversationId: null, ...about });
  };
  const one = async (index) => {
    const random = seeded(Number(options.seed) * 100_000 + index);
    const conversationId = `conversation-${index}${index % 7 === 0 ? ' ü/✓' : ''}`;
    const conversation = registry.conversation(conversationId);
    for (const { name, agent, variables, every = 1 } of prompts) {
      if (index % every !== 0) continue;
      const prompt = conversation.loadPrompt(name, { variables });
      const startedAt = Date.now();
      const trace = prompt.trace({ agent, model: 'small-model', startedAt });
      await wait(5 + random() * 40);
      const failed = random() < 0.05;
      trace.finish({ inputTokens: 100, outputTokens: 20, cost: 0.001, status: failed ? 'error' : 'ok' });
      const { version, contentHash, source, experiment } = prompt;
      traces.push({
        id: trace.id,
        promptId: ids[name],
        promptName: name,
        version,
        contentHash,
        source,
        conversationId,
        agent,
        variant: experiment?.variant ?? null,
        experimentId: experiment?.id ?? null,
        status: failed ? 'error' : 'ok',
        day: new Date(startedAt).toISOString().slice(0, 10),
      });
      outcome('confidence', Math.round(random() * 1_000) / 1_000, { traceId: trace.id });
      if (agent === 'architect') outcome('architect_satisfaction', random(), { traceId: trace.id });
      if (experiment && random() < 0.5)
        outcome('user_actioned', random() < 0.4 ? 1 : 0, { conversationId, experimentId: experiment.id });
    }
  };
  const pauseMs = options.kill ? (Number(options.kills) * A_KILL_MS * AT_ONCE) / count : 0;
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) {
      await one(index);
      await wait(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { traces, outcomes };
}

/** Kills them in turn at random moments, leaves each dead for a while, starts it again; answers how often each was killed. */
async function killAtRandom(victims, times) {
  const counts = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  const first = Math.floor(chance() * victims.length);
  for (let kills = 0; kills < times && !ending; kills += 1) {
    await wait(300 + chance() * 2_500);
    const { name, server } = victims[(first + kills) % victims.length];
    await server.kill();
    counts[name] += 1;
    await wait(chance() * 1_500);
    if (!ending) await server.start();
  }
  return counts;
}

async function main() {
  const { PromptRegistry } = await import(pathToFileURL(join(root, 'dist/client/index.js')).href);
  const { bin, reason } = await ensureMlflow();
  if (!bin) throw new Error(`MLflow is needed: ${reason}`);
  const directory = mkdtempSync(join(tmpdir(), 'pr-show-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'prompts'));
  const own = options.mlflow ? null : await startMlflow({ bin, dir: join(directory, 'mlflow') });
  if (own) undo.push(() => own.kill());
  const mlflowUrl = options.mlflow ?? own.url;
  const postgres = options.postgres
    ? await startPostgres({ binaries: ensurePostgres(), durable: true })
    : null;
  if (postgres) undo.push(() => postgres.remove());
  const experiment = `prompt-registry-show-${process.pid}`;
  const env = { MLFLOW_TRACKING_URI: mlflowUrl, MLFLOW_EXPERIMENT_NAME: experiment };
  const server = await startRegistry(directory, postgres ? { ...env, DATABASE_URL: postgres.url } : env);
  undo.push(() => server.kill());
  const call = callerOf(server.url);
  const prompts = promptsIn(own ? '' : `show-${Date.now()}/`);
  const ids = await publish(call, prompts, mlflowUrl);

  const lost = [];
  const registry = new PromptRegistry({
    url: server.url,
    apiKey: ADMIN_API_KEY,
    snapshotFile: join(directory, 'agent.snapshot'),
    service: 'show',
    sendEveryMs: 100,
    backoffBaseMs: 100,
    backoffCapMs: 1_000,
    requestTimeoutMs: 10_000,
    closeDeadlineMs: 10_000,
    onError: (error) => error.code.startsWith('ITEM') && lost.push(error.message),
  });
  await registry.start();
  undo.push(() => registry.close());

  const count = Number(options.conversations);
  const victims = [{ name: 'server', server }, ...(own ? [{ name: 'MLflow', server: own }] : [])];
  const startedAt = Date.now();
  const killing = killAtRandom(victims, options.kill ? Number(options.kills) : 0);
  killing.catch(() => undefined); // awaited below
  const recorded = await converse(registry, prompts, ids, count);
  while (registry.status().queued > 0) await wait(50);
  const sentMs = Date.now() - startedAt;
  const kills = await killing;
  const state = await emptied(call, 'MLflow has everything');
  const deliveredMs = Date.now() - startedAt;

  const { dropped, rejected } = registry.status();
  const rows = [
    {
      check: 'SDK: dropped or rejected',
      expected: 0,
      found: dropped + rejected,
      wrong: lost,
      wrongCount: dropped + rejected,
    },
    {
      check: 'GET /api/v1/mlflow: given up',
      expected: 0,
      found: state.deadLetters,
      wrong: [],
      wrongCount: state.deadLetters,
    },
    ...(await askRegistry(call, recorded)),
    ...(await askMlflow(own?.python ?? join(bin, 'python'), mlflowUrl, directory, {
      ...recorded,
      experiment,
      prompts,
      renumbered: 1,
    })),
  ];
  print(rows);
  say('');
  const killed = Object.entries(kills).map(([name, times]) => `${name} ${times}×`);
  say(
    `${count} conversations, seed ${options.seed}; killed: ${killed.join(', ')}; MLflow ${state.serverVersion}`,
  );
  say(
    `all sent after ${(sentMs / 1_000).toFixed(1)} s, all in MLflow after ${(deliveredMs / 1_000).toFixed(1)} s`,
  );
  const bad = rows.filter(({ wrongCount, expected, found }) => wrongCount > 0 || expected !== found);
  say(bad.length === 0 ? 'Everything is there once.' : `${bad.length} of ${rows.length} checks disagree.`);
  process.exitCode = bad.length === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  if (!ending) process.stderr.write(`mlflow:show: ${error.stack}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
