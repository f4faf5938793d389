// Figures of the built package (dist/client): load time, size, cold start and heap with 10,000 prompts, cost of a load.
// `node --expose-gc libs/client/testing/measure.mjs`; every line is one JSON object.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../../../dist/client');
const { PromptRegistry } = await import(join(dist, 'index.js'));
const say = (figures) => console.log(JSON.stringify(figures));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function loadMs() {
  const script = `const t=performance.now();require(${JSON.stringify(join(dist, 'index.cjs'))});process.stdout.write(String(performance.now()-t))`;
  return Number(execFileSync(process.execPath, ['-e', script]).toString());
}
const file = readFileSync(join(dist, 'index.js'));
say({
  id: 'P17',
  requireMs: median(Array.from({ length: 11 }, loadMs)),
  bytes: file.length,
  gzipBytes: gzipSync(file).length,
  dependencies: 0,
});

const text = (i) => `Prompt ${i}. ${'Words that an agent reads. '.repeat(75)}`;
function prompt(i) {
  const version = (number) => {
    const content = `${text(i)}${number}`;
    const canonical = JSON.stringify({ config: {}, content, templateFormat: 'none', type: 'text' });
    const contentHash = createHash('sha256').update(canonical).digest('hex');
    return { type: 'text', templateFormat: 'none', content, config: {}, version: number, contentHash };
  };
  const onTrial = i % 10 === 0;
  const experiment = {
    id: `e${i}`,
    name: 'x',
    salt: `s${i}`,
    hashVersion: 1,
    endedAt: null,
    steps: [{ from: 1, status: 'running', trafficShare: 1 }],
  };
  const variants = [1, 2].map((version) => ({ name: `v${version}`, version, share: 0.5 }));
  return {
    id: `id-${i}`,
    name: `prompt-${i}`,
    serves: 'latest',
    latest: onTrial ? 2 : 1,
    labels: {},
    served: [],
    versions: onTrial ? [version(1), version(2)] : [version(1)],
    experiments: onTrial ? [{ ...experiment, variants }] : [],
  };
}

const COUNT = 10_000;
const directory = mkdtempSync(join(tmpdir(), 'measure-'));
const snapshotFile = join(directory, 'kept.snapshot');
function bodyOf(count) {
  const prompts = Array.from({ length: count }, (_, i) => prompt(i));
  const json = JSON.stringify({ revision: 1, createdAt: new Date().toISOString(), pinHours: 24, prompts });
  return { bytes: json.length, zipped: gzipSync(json, { level: 1 }) };
}
const { bytes: jsonBytes, zipped } = bodyOf(COUNT);
let served = bodyOf(2).zipped;
const server = createServer((request, response) => {
  if (request.url !== '/api/v1/snapshot') return void response.writeHead(404).end();
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', etag: '"1"' })
    .end(served);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;

// What an SDK with one prompt takes is not what ten thousand prompts take.
const small = new PromptRegistry({
  url,
  apiKey: 'pr_x',
  firstStartTimeoutMs: 20_000,
  onError: () => undefined,
});
await small.start();
small.loadPrompt('prompt-1');
served = zipped;
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
let longestMs = 0;
let last = performance.now();
const watch = setInterval(() => {
  longestMs = Math.max(longestMs, performance.now() - last);
  last = performance.now();
}, 1);
const startedAt = performance.now();
const first = new PromptRegistry({
  url,
  apiKey: 'pr_x',
  snapshotFile,
  firstStartTimeoutMs: 20_000,
  onError: () => undefined,
});
await first.start();
const overNetworkMs = performance.now() - startedAt;
clearInterval(watch);
first.loadPrompt('prompt-1');
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed - heapBefore;
say({
  id: 'P15',
  prompts: COUNT,
  jsonBytes,
  heap,
  ratio: heap / jsonBytes,
  overNetworkMs,
  longestPauseMs: longestMs,
});

function nsPer(name, work, count = 2_000_000) {
  const rounds = [];
  for (let round = 0; round < 7; round++) {
    const from = performance.now();
    for (let i = 0; i < count; i++) work(i);
    rounds.push(((performance.now() - from) / count) * 1e6);
  }
  say({ id: 'load', name, ns: Math.round(median(rounds)) });
}
const ids = Array.from({ length: 4_096 }, (_, i) => `conversation-${i}-0123456789abcdef`);
const names = Array.from({ length: 1_000 }, (_, i) => `prompt-${i}`);
const trial = Array.from({ length: 1_000 }, (_, i) => `prompt-${i * 10}`);
nsPer('loadPrompt without experiment', (i) => first.loadPrompt(names[i % 1_000]));
nsPer(
  'loadPrompt with experiment',
  (i) => first.loadPrompt(trial[i % 1_000], { conversationId: ids[i & 4_095] }),
  1_000_000,
);
const handle = first.conversation('c');
nsPer('conversation.loadPrompt, asked before', (i) => handle.loadPrompt(trial[i % 1_000]), 1_000_000);
await first.close();
await small.close();
server.closeAllConnections();
server.close();

const child = `
  const t0 = performance.now();
  const { PromptRegistry } = require(${JSON.stringify(join(dist, 'index.cjs'))});
  const t1 = performance.now();
  (async () => {
    const registry = new PromptRegistry({ url: ${JSON.stringify(url)}, apiKey: 'pr_x', snapshotFile: ${JSON.stringify(snapshotFile)}, onError: () => undefined });
    await registry.start();
    const answer = registry.loadPrompt('prompt-9999');
    const t2 = performance.now();
    for (let i = 0; i < ${COUNT}; i++) registry.loadPrompt('prompt-' + i);
    const t3 = performance.now();
    if (answer.version !== 1 || !answer.stale) throw new Error('wrong');
    console.log(JSON.stringify([t1 - t0, t2 - t1, t3 - t2]));
    process.exit(0);
  })();`;
const starts = Array.from({ length: 9 }, () =>
  JSON.parse(execFileSync(process.execPath, ['-e', child]).toString()),
);
const [requireMs, firstAnswerMs, allAnswersMs] = [0, 1, 2].map((column) =>
  median(starts.map((row) => row[column])),
);
say({
  id: 'P16',
  prompts: COUNT,
  fileBytes: statSync(snapshotFile).size,
  requireMs,
  firstAnswerMs,
  allAnswersMs,
});
rmSync(directory, { recursive: true });
