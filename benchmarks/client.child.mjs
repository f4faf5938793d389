// One measurement in a process of its own, for client.mjs. Arguments: what, and its parameters. Prints JSON on its last line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import 'node:http'; // loaded by the SDK at its first request: the platform's memory, not the prompts'
import 'node:zlib';

const [what, ...parameters] = process.argv.slice(2);

/** ms of CPU and of wall time since. */
function stopwatch() {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { cpu: (user + system) / 1_000, wall: performance.now() - wall };
  };
}

/** Bytes held, after all garbage is gone; needs --expose-gc. */
async function heldBytes() {
  for (let i = 0; i < 4; i++) {
    await new Promise((done) => setTimeout(done, 50));
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const open = async (bundle, options) => {
  const { PromptRegistry } = await import(pathToFileURL(bundle).href);
  return new PromptRegistry({ apiKey: 'pr_test', onError: () => undefined, ...options });
};
const parsed = (file) =>
  new Map(JSON.parse(readFileSync(file, 'utf8')).prompts.map((prompt) => [prompt.name, prompt]));

const TASKS = {
  async heap(bundle, url, names) {
    const asked = JSON.parse(readFileSync(names, 'utf8'));
    const registry = await open(bundle, { url, firstStartTimeoutMs: 120_000 });
    const before = await heldBytes();
    await registry.start();
    const started = (await heldBytes()) - before;
    let units = 0;
    for (const name of asked) units += registry.loadPrompt(name, { conversationId: 'conv-1' }).text.length;
    const used = (await heldBytes()) - before;
    return { started, used, units, source: registry.status().source };
  },
  async heapFloor(json) {
    const before = await heldBytes();
    const prompts = parsed(json);
    return { started: (await heldBytes()) - before, size: prompts.size };
  },
  async cold(bundle, url, snapshotFile, names) {
    const asked = JSON.parse(readFileSync(names, 'utf8'));
    await open(bundle, { url }); // its code is loaded before it is timed
    const elapsed = stopwatch();
    const registry = await open(bundle, { url, snapshotFile });
    await registry.start();
    const { text, source } = registry.loadPrompt(asked[asked.length >> 1]);
    const first = elapsed();
    if (source !== 'latest') throw new Error(`the words came from: ${source}`);
    for (const name of asked) registry.loadPrompt(name);
    const { source: origin } = registry.status();
    if (origin !== 'snapshot_file') throw new Error(`the snapshot came from: ${origin}`);
    return { first, all: elapsed(), units: text.length };
  },
  async coldFloor(json, names) {
    const asked = JSON.parse(readFileSync(names, 'utf8'));
    const elapsed = stopwatch();
    const prompts = parsed(json);
    const units = prompts.get(asked[asked.length >> 1]).versions[0].content.length;
    return { first: elapsed(), units };
  },
  async require(module) {
    const require = createRequire(import.meta.url);
    const elapsed = stopwatch();
    const loaded = /\.mjs$/.test(module) ? await import(pathToFileURL(module).href) : require(module);
    return { ...elapsed(), exports: Object.keys(loaded).length };
  },
};

const answer = await TASKS[what](...parameters);
console.log(JSON.stringify(answer));
process.exit(0);
