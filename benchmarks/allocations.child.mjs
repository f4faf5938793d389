// Counts what calls leave behind, for resolve.mjs; run with --expose-gc and a young generation that no test here fills, so that
// nothing is collected while it is counted. Prints a JSON list on its last line.
import { createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { makeSnapshot, promptName, uuids } from './corpus.mjs';
import { LangfuseStub, langfuseClients } from './peers.mjs';

const { canonicalContent, Conversation, indexSnapshot, PromptRegistry, RegistryServer, resolve } = await import(pathToFileURL(process.argv[2]).href);
const PROMPTS = 256;
const CALLS = 65_536;
const SAMPLED_CALLS = 4_096;
const snapshot = makeSnapshot({ prompts: PROMPTS, experiments: PROMPTS, canonicalContent });
const index = indexSnapshot(snapshot);
const names = Array.from({ length: PROMPTS }, (_, i) => promptName(i));
const ids = uuids(PROMPTS);
const requests = names.map((name, i) => ({ name, conversationId: ids[i] }));
const server = new RegistryServer(snapshot.prompts);
await server.listen();
const registry = new PromptRegistry({ url: server.url, apiKey: 'pr_test', firstStartTimeoutMs: 60_000 });
await registry.start();
const stub = new LangfuseStub(new Map(snapshot.prompts.map(({ name, versions }) => [name, versions[0].content])));
await stub.listen();
const [third] = langfuseClients(stub.url);
for (const name of names) await third.get(name);
const handles = ids.map((id) => new Conversation(id));
let kept = null;

const session = new Session();
session.connect();
const post = (method, parameters) => new Promise((done, failed) => session.post(method, parameters, (error, answer) => (error ? failed(error) : done(answer))));

/** Objects per call, by the heap profiler asked to sample every byte. */
async function objectsOf(loop) {
  globalThis.gc();
  await post('HeapProfiler.startSampling', { samplingInterval: 1, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  loop(SAMPLED_CALLS);
  const { profile } = await post('HeapProfiler.stopSampling');
  return profile.samples.length / SAMPLED_CALLS;
}

function bytesOf(loop) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  loop(CALLS);
  return (process.memoryUsage().heapUsed - before) / CALLS;
}

function asyncResourcesOf(loop) {
  let count = 0;
  const hook = createHook({ init: () => (count += 1) }).enable();
  loop(CALLS);
  hook.disable();
  return count / CALLS;
}

async function measure(name, operation) {
  const loop = new Function('operation', 'keep', 'return (n) => { let answer; for (let i = 0; i < n; i++) answer = operation(i & 255); keep(answer); }')(operation, (answer) => (kept = answer));
  for (let round = 0; round < 20; round++) {
    loop(CALLS / 4);
    await new Promise((done) => setTimeout(done, 1));
    globalThis.gc();
  }
  // Before the hooks and the profiler, which make code slower from then on.
  const bytes = bytesOf(loop);
  return { name, loop, bytes };
}

const measured = [
  await measure('ours: resolve', (i) => resolve(index, requests[i])),
  await measure('ours: resolve, a request made for each call', (i) => resolve(index, { name: names[i], conversationId: ids[i] })),
  await measure('ours: conversation, the same prompt again', (i) => handles[i].resolve(index, requests[i])),
  await measure('ours: SDK loadPrompt', (i) => registry.loadPrompt(names[i], requests[i])),
  await measure('langfuse 3 getPrompt, cached', (i) => third.get(names[i])),
];
const left = [];
for (const { name, loop, bytes } of measured) left.push({ name, bytes, objects: await objectsOf(loop), asyncResources: asyncResourcesOf(loop) });
console.log(JSON.stringify(left));
process.exit(kept === null ? 1 : 0);
