// P1-P4: what resolving a prompt costs in process, beside what nobody can avoid (a Map, a hash) and beside other SDKs.
import { body, makeSnapshot, promptName, uuids } from './corpus.mjs';
import { interleave, printLine, printResults, rounded } from './measure.mjs';
import { bundle, load, requirePackages, runChild } from './workspace.mjs';

requirePackages();
const { growthbook, LangfuseStub, langfuseClients, unleash } = await import('./peers.mjs');

const PROMPTS = 1_000;
const INPUTS = 4_096; // a power of two: taking turns must cost next to nothing
const RESOLVER = [`export * from '@prompt-registry/resolver';`];
const CLIENT = [`export { PromptRegistry } from '@prompt-registry/client';`, `export { RegistryServer } from './libs/client/testing/registry-server';`];
// Compiled code adapts to its callers, and no program calls resolve in all of these ways: each group has a copy of its own.
const { canonicalContent, indexSnapshot, murmur3: ourMurmur3, resolve } = await load('resolver', RESOLVER);
const { Conversation, hashConversation, indexSnapshot: indexForConversations, resolveHashed } = await load('conversations', RESOLVER);
const { PromptRegistry, RegistryServer } = await load('client', CLIENT);

// As literals are in an agent's code: one object for each name, whoever asks.
const literals = Object.keys(Object.fromEntries(Array.from({ length: PROMPTS }, (_, i) => [promptName(i), i])));
const names = Array.from({ length: INPUTS }, (_, i) => literals[i % PROMPTS]);
const ids = uuids(INPUTS);
const hashes = Uint32Array.from(ids, hashConversation);
// Every pass over the names meets them with other ids.
const nameAt = (i) => names[i & (INPUTS - 1)];
const idAt = (i) => ids[(i + (i >> 12)) & (INPUTS - 1)];

// Read from JSON, as they arrive: their names are then other objects than those that callers ask with.
const snapshots = [PROMPTS, 0].map((experiments) => JSON.parse(JSON.stringify(makeSnapshot({ prompts: PROMPTS, experiments, canonicalContent }))));
const [trial, plain] = snapshots.map(indexSnapshot);
const conversed = indexForConversations(snapshots[0]);
// The floor's keys are the very objects that are asked with, which no program can better.
const floorOf = ({ prompts }) => new Map(prompts.map(({ versions }, i) => [literals[i], { seed: i, words: versions.map(({ content }) => content) }]));
const [floorTrial, floorPlain] = snapshots.map(floorOf);

/** The floor's own murmur3, which shares no code with ours: as right for any text, as quick as can be for ASCII. */
function murmur3(text, seed, largest = 127) {
  const { length } = text;
  const end = length & ~3;
  let hash = seed;
  let seen = 0;
  let i = 0;
  for (; i < end; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    seen |= a | b | c | d;
    const block = Math.imul(a | (b << 8) | (c << 16) | (d << 24), 0xcc9e2d51);
    hash ^= Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let shift = 0; i < length; i++, shift += 8) {
    const unit = text.charCodeAt(i);
    seen |= unit;
    rest |= unit << shift;
  }
  // Bytes as characters: what goes wrong above for other texts goes right for these.
  if (seen > largest) return murmur3(Buffer.from(text).toString('latin1'), seed, 255);
  rest = Math.imul(rest, 0xcc9e2d51);
  hash ^= Math.imul((rest << 15) | (rest >>> 17), 0x1b873593) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

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

/** A conversation's beginning: its handle, and its first `count` prompts. */
function converse(i, count) {
  const handle = new Conversation(idAt(i));
  let answer;
  for (let k = 0; k < count; k++) answer = handle.resolve(conversed, { name: nameAt(i + k) });
  return answer;
}
const held = ids.map((id) => new Conversation(id));
held.forEach((handle, i) => handle.resolve(conversed, { name: nameAt(i) }));

const opened = await Promise.all(snapshots.map(openRegistry));
const [onTrial, served] = opened.map(({ registry }) => registry);
const conversations = ids.map((id) => onTrial.conversation(id));
const peerPrompts = Array.from({ length: PROMPTS }, (_, i) => ({ name: promptName(i), words: [1, 2].map((number) => body(`${promptName(i)} ${number}`)) }));
const stub = new LangfuseStub(new Map(peerPrompts.map(({ name, words }) => [name, words[0]])));
await stub.listen();
const langfuse = langfuseClients(stub.url);
for (const { name } of peerPrompts) for (const client of langfuse) await client.get(name);
const unleashed = await unleash(peerPrompts);
const experimentPeers = [...growthbook(peerPrompts), unleashed];

// Each must do the work it is timed for.
for (const text of ['', 'a', 'foo', ...ids, '\u5409 \u661f \u9ad8 \u7167', 'M\u00fcller']) if (murmur3(text, 7) >>> 0 !== ourMurmur3(text, 7)) throw new Error(`the floor hashes ${text} differently`);
for (const { name, words } of [...experimentPeers, { name: 'floor', words: (_, __, i) => experimentFloor(i) }, { name: 'resolve', words: (asked, conversationId) => resolve(trial, { name: asked, conversationId }).content.content }, { name: 'loadPrompt', words: (asked, conversationId) => onTrial.loadPrompt(asked, { conversationId }).text }]) {
  const second = ids.filter((_, i) => words(nameAt(i), idAt(i), i) === peerPrompts[i % PROMPTS].words[1]).length;
  if (Math.abs(second / INPUTS - 0.5) > 0.05) throw new Error(`${name} gave the second wording ${second} times of ${INPUTS}`);
}

const P1 = [
  { name: 'taking turns, nothing else', operation: (i) => nameAt(i).length + idAt(i).length },
  { name: 'floor: Map.get + murmur3', operation: experimentFloor },
  { name: 'ours: resolve', operation: (i) => resolve(trial, { name: nameAt(i), conversationId: idAt(i) }) },
  { name: 'ours: SDK loadPrompt (words, provenance, trace id)', operation: (i) => onTrial.loadPrompt(nameAt(i), { conversationId: idAt(i) }) },
  ...experimentPeers.map(({ name, words }) => ({ name, operation: (i) => words(nameAt(i), idAt(i)) })),
];
const P2 = [
  { name: 'floor: Map.get', operation: (i) => floorPlain.get(nameAt(i)).words[0] },
  { name: 'ours: resolve without experiment', operation: (i) => resolve(plain, { name: nameAt(i), conversationId: idAt(i) }) },
  { name: 'ours: SDK loadPrompt without experiment', operation: (i) => served.loadPrompt(nameAt(i)) },
  ...langfuse.map(({ name, get }) => ({ name: `${name}, cached`, isAsync: true, operation: (i) => get(nameAt(i)) })),
];
const P3 = [
  { name: 'ours: a new conversation and its first prompt', operation: (i) => converse(i, 1) },
  { name: 'ours: a new conversation and its first 8 prompts', operation: (i) => converse(i, 8) },
  { name: 'ours: conversation, the same prompt again', operation: (i) => held[i & (INPUTS - 1)].resolve(conversed, { name: nameAt(i) }) },
  { name: 'ours: resolveHashed (the id hashed before)', operation: (i) => resolveHashed(conversed, { name: nameAt(i), conversationId: idAt(i) }, hashes[(i + (i >> 12)) & (INPUTS - 1)]) },
  { name: 'ours: SDK conversation.loadPrompt, again', operation: (i) => conversations[i & (INPUTS - 1)].loadPrompt(nameAt(i)) },
];

const times = await interleave([...P1, ...P2, ...P3]);
const ns = (name) => times.get(name).median;
const readsBefore = stub.reads;
function printGroup(title, candidates, floor, floorName) {
  console.log(`\n${title}`);
  for (const { name } of candidates) printLine(name, times.get(name), 'ns', `${rounded(ns(name) / floor)} x ${floorName}`);
}
const floors = { P1: ns('floor: Map.get + murmur3'), P2: ns('floor: Map.get'), P3: ns('ours: resolve') };
printGroup('P1  resolve with an experiment', P1, floors.P1, 'floor');
printGroup('P2  resolve without an experiment', P2, floors.P2, 'floor');
printGroup('P3  resolve within a conversation', P3, floors.P3, 'resolve');

console.log('\nP4  what one call leaves behind');
const bundles = [await bundle('resolver-child', RESOLVER), await bundle('client-child', CLIENT)];
const WHAT = ['resolve', 'fresh request', 'conversation', 'loadPrompt', 'langfuse'];
const left = [];
for (const what of WHAT) left.push(await runChild('allocations.child.mjs', [...bundles, what], ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']));
for (const { name, bytes, objects, asyncResources } of left) console.log(`  ${name.padEnd(58)} ${bytes.toFixed(1).padStart(7)} bytes  ${objects.toFixed(2)} objects  ${asyncResources.toFixed(2)} promises, timers, sockets`);
if (stub.reads !== readsBefore) throw new Error('a peer asked its server while it was measured');

const fastest = (candidates) => Math.min(...candidates.map(({ name }) => ns(name)));
const peers = { P1: fastest(P1.slice(-experimentPeers.length)), P2: fastest(P2.slice(-langfuse.length)) };
const result = (id, ours, sdk, must, stretch) => {
  const ratio = { floor: rounded(ours / floors[id]), peer: rounded(peers[id] / ours) };
  return { id, unit: 'ns CPU', ours: rounded(ours), floor: rounded(floors[id]), peer: rounded(peers[id]), ratio, must, stretch, held: ratio.peer >= must.peer && ratio.floor <= must.floor, sdk: { ours: rounded(sdk), ratio: { floor: rounded(sdk / floors[id]), peer: rounded(peers[id] / sdk) } } };
};
const again = (ns('ours: a new conversation and its first 8 prompts') - ns('ours: a new conversation and its first prompt')) / 7;
const [bare] = left;
printResults([
  result('P1', ns('ours: resolve'), ns('ours: SDK loadPrompt (words, provenance, trace id)'), { peer: 7, floor: 1.5 }, { peer: 10, floor: 1.25 }),
  result('P2', ns('ours: resolve without experiment'), ns('ours: SDK loadPrompt without experiment'), { peer: 12, floor: 2.5 }, { peer: 20, floor: 2.5 }),
  { id: 'P3', unit: 'ns CPU', ours: rounded(again), floor: rounded(floors.P3), ratio: rounded(again / floors.P3), must: 0.5, stretch: 0.35, held: again / floors.P3 <= 0.5, hashed: rounded(ns('ours: resolveHashed (the id hashed before)') / floors.P3), same: rounded(ns('ours: conversation, the same prompt again') / floors.P3) },
  { id: 'P4', ours: bare, must: { objects: 1, asyncResources: 0 }, stretch: null, held: bare.objects <= 1 && bare.asyncResources === 0 },
]);
await Promise.all([...langfuse, ...opened, unleashed].map(({ close }) => close()));
stub.close();
process.exit(0); // some peers keep timers
