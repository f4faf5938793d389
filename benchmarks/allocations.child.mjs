// Counts what a call leaves behind, for resolve.mjs, in a process of its own for each kind of call; run with --expose-gc and a
// young generation that nothing here fills, so that nothing is collected while it is counted.
// Arguments: the bundles of the resolver and of the client, and what to call. Prints JSON on its last line.
import { createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { makeSnapshot, promptName, uuids } from './corpus.mjs';
import { LangfuseStub, langfuseClients } from './peers.mjs';

const [resolverBundle, clientBundle, what] = process.argv.slice(2);
const { canonicalContent, Conversation, indexSnapshot, resolve } = await import(
  pathToFileURL(resolverBundle).href
);
const { PromptRegistry, RegistryServer } = await import(pathToFileURL(clientBundle).href);
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
const stub = new LangfuseStub(
  new Map(snapshot.prompts.map(({ name, versions }) => [name, versions[0].content])),
);
await stub.listen();
const [third] = langfuseClients(stub.url);
for (const name of names) await third.get(name);
const handles = ids.map((id) => new Conversation(id));
let kept = null;

const session = new Session();
session.connect();
const post = (method, parameters) =>
  new Promise((done, failed) =>
    session.post(method, parameters, (error, answer) => (error ? failed(error) : done(answer))),
  );

/** Objects per call, by the heap profiler asked to sample every byte. */
async function objectsOf(loop) {
  loop(CALLS); // collecting garbage may have thrown compiled code away
  await post('HeapProfiler.startSampling', {
    samplingInterval: 1,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
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

const { name, operation } = {
  resolve: { name: 'ours: resolve', operation: (i) => resolve(index, requests[i]) },
  'fresh request': {
    name: 'ours: resolve, a request made for each call',
    operation: (i) => resolve(index, { name: names[i], conversationId: ids[i] }),
  },
  conversation: {
    name: 'ours: conversation, the same prompt again',
    operation: (i) => handles[i].resolve(index, requests[i]),
  },
  loadPrompt: { name: 'ours: SDK loadPrompt', operation: (i) => registry.loadPrompt(names[i], requests[i]) },
  langfuse: { name: 'langfuse 3 getPrompt, cached', operation: (i) => third.get(names[i]) },
}[what];
const source =
  'return (n) => { let answer; for (let i = 0; i < n; i++) answer = operation(i & 255); keep(answer); }';
const loop = new Function('operation', 'keep', source)(operation, (answer) => (kept = answer));
for (let round = 0; round < 20; round++) {
  loop(CALLS / 4);
  await new Promise((done) => setTimeout(done, 1));
  globalThis.gc();
}
// The hook last: it makes promises dearer from then on.
const [bytes, objects, asyncResources] = [bytesOf(loop), await objectsOf(loop), asyncResourcesOf(loop)];
if (kept === null) throw new Error('nothing was answered');
console.log(JSON.stringify({ name, bytes, objects, asyncResources }));
process.exit(0);
