// What resolve.mjs measures: ours, the floors and the peers, over the same prompts and conversations.
import { body, makeSnapshot, promptName, uuids } from './corpus.mjs';
import { murmur3 } from './floor.mjs';
import { growthbook, LangfuseStub, langfuseClients, unleash } from './peers.mjs';
import { load } from './workspace.mjs';

const PROMPTS = 1_000;
const INPUTS = 4_096; // a power of two: taking turns must cost next to nothing
/** Sources, for processes that measure by themselves. */
export const RESOLVER = [`export * from '@prompt-registry/resolver';`];
export const CLIENT = [
  `export { PromptRegistry } from '@prompt-registry/client';`,
  `export { RegistryServer } from './libs/client/testing/registry-server';`,
];
const { canonicalContent, indexSnapshot, murmur3: ourMurmur3, resolve } = await load('resolver', RESOLVER);
const { PromptRegistry, RegistryServer } = await load('client', CLIENT);

// As literals are in an agent's code: one object for each name, whoever asks.
const literals = Object.keys(
  Object.fromEntries(Array.from({ length: PROMPTS }, (_, i) => [promptName(i), i])),
);
const names = Array.from({ length: INPUTS }, (_, i) => literals[i % PROMPTS]);
const ids = uuids(INPUTS);
// Every pass over the names meets them with other ids.
const nameAt = (i) => names[i & (INPUTS - 1)];
const idAt = (i) => ids[(i + (i >> 12)) & (INPUTS - 1)];

// Read from JSON, as they arrive: their names are then other objects than those that callers ask with.
const snapshots = [PROMPTS, 0].map((experiments) =>
  JSON.parse(JSON.stringify(makeSnapshot({ prompts: PROMPTS, experiments, canonicalContent }))),
);
const [trial, plain] = snapshots.map(indexSnapshot);
// The floor's keys are the very objects that are asked with, which no program can better.
const floorOf = ({ prompts }) =>
  new Map(
    prompts.map(({ versions }, i) => [
      literals[i],
      { seed: i, words: versions.map(({ content }) => content) },
    ]),
  );
const [floorTrial, floorPlain] = snapshots.map(floorOf);

function experimentFloor(i) {
  const { seed, words } = floorTrial.get(nameAt(i));
  return murmur3(idAt(i), seed) < 0 ? words[1] : words[0];
}

async function openRegistry(snapshot) {
  const server = new RegistryServer(snapshot.prompts);
  await server.listen();
  const registry = new PromptRegistry({ url: server.url, apiKey: 'pr_test', firstStartTimeoutMs: 60_000 });
  await registry.start();
  if (registry.status().source !== 'memory') throw new Error('the SDK did not get its snapshot');
  return { registry, close: async () => (await registry.close(), await server.close()) };
}

const opened = await Promise.all(snapshots.map(openRegistry));
const [onTrial, served] = opened.map(({ registry }) => registry);
const conversations = ids.map((id) => onTrial.conversation(id));
const peerPrompts = Array.from({ length: PROMPTS }, (_, i) => ({
  name: promptName(i),
  words: [1, 2].map((number) => body(`${promptName(i)} ${number}`)),
}));
const stub = new LangfuseStub(new Map(peerPrompts.map(({ name, words }) => [name, words[0]])));
await stub.listen();
const langfuse = langfuseClients(stub.url);
for (const { name } of peerPrompts) for (const client of langfuse) await client.get(name);
const unleashed = await unleash(peerPrompts);
const experimentPeers = [...growthbook(peerPrompts), unleashed];

// Each must do the work it is timed for.
for (const text of ['', 'a', 'foo', ...ids, '\u5409 \u661f \u9ad8 \u7167', 'M\u00fcller'])
  if (murmur3(text, 7) >>> 0 !== ourMurmur3(text, 7)) throw new Error(`the floor hashes ${text} differently`);
for (const { name, words } of [
  ...experimentPeers,
  { name: 'floor', words: (_, __, i) => experimentFloor(i) },
  {
    name: 'resolve',
    words: (asked, conversationId) => resolve(trial, { name: asked, conversationId }).content.content,
  },
  {
    name: 'loadPrompt',
    words: (asked, conversationId) => onTrial.loadPrompt(asked, { conversationId }).text,
  },
]) {
  const second = ids.filter(
    (_, i) => words(nameAt(i), idAt(i), i) === peerPrompts[i % PROMPTS].words[1],
  ).length;
  if (Math.abs(second / INPUTS - 0.5) > 0.05)
    throw new Error(`${name} gave the second wording ${second} times of ${INPUTS}`);
}

export const P1 = [
  { name: 'taking turns, nothing else', operation: (i) => nameAt(i).length + idAt(i).length },
  { name: 'floor: Map.get + murmur3', operation: experimentFloor },
  { name: 'ours: resolve', operation: (i) => resolve(trial, { name: nameAt(i), conversationId: idAt(i) }) },
  {
    name: 'ours: SDK loadPrompt (words, provenance, trace id)',
    operation: (i) => onTrial.loadPrompt(nameAt(i), { conversationId: idAt(i) }),
  },
  {
    name: 'ours: SDK conversation.loadPrompt, words it has pinned',
    operation: (i) => conversations[i & (INPUTS - 1)].loadPrompt(nameAt(i)),
  },
  ...experimentPeers.map(({ name, words }) => ({ name, operation: (i) => words(nameAt(i), idAt(i)) })),
];
export const P2 = [
  { name: 'floor: Map.get', operation: (i) => floorPlain.get(nameAt(i)).words[0] },
  {
    name: 'ours: resolve without experiment',
    operation: (i) => resolve(plain, { name: nameAt(i), conversationId: idAt(i) }),
  },
  { name: 'ours: SDK loadPrompt without experiment', operation: (i) => served.loadPrompt(nameAt(i)) },
  ...langfuse.map(({ name, get }) => ({
    name: `${name}, cached`,
    isAsync: true,
    operation: (i) => get(nameAt(i)),
  })),
];
/** What of each group is not ours. */
export const peersOf = { P1: P1.slice(-experimentPeers.length), P2: P2.slice(-langfuse.length) };

/** How often a peer asked its server so far. */
export const peerReads = () => stub.reads;

export async function close() {
  await Promise.all([...langfuse, ...opened, unleashed].map((open) => open.close()));
  stub.close();
}
