// P1-P4: what resolving a prompt costs in process, beside what nobody can avoid (a Map, a hash) and beside other SDKs.
import { interleave, printLine, printResults, rounded } from './measure.mjs';
import { bundle, requirePackages, runChild } from './workspace.mjs';

requirePackages();
const { CLIENT, close, P1, P2, peerReads, peersOf, RESOLVER } = await import('./resolve.candidates.mjs');

const readsBefore = peerReads();
const times = await interleave([...P1, ...P2]);
if (peerReads() !== readsBefore) throw new Error('a peer asked its server while it was measured');
const ns = (name) => times.get(name).median;
function printGroup(title, candidates, floor, floorName) {
  console.log(`\n${title}`);
  for (const { name } of candidates)
    printLine(name, times.get(name), 'ns', `${rounded(ns(name) / floor)} x ${floorName}`);
}
const floors = { P1: ns('floor: Map.get + murmur3'), P2: ns('floor: Map.get') };
printGroup('P1  resolve with an experiment', P1, floors.P1, 'floor');
printGroup('P2  resolve without an experiment', P2, floors.P2, 'floor');

const bundles = [await bundle('resolver-child', RESOLVER), await bundle('client-child', CLIENT)];

console.log('\nP3  resolve within a conversation, in a process of its own');
const within = await runChild('conversation.child.mjs', [bundles[0]]);
const P3 = {
  resolve: 'floor: resolve without a conversation handle',
  hashed: 'ours: resolveHashed (the id hashed before)',
  first: 'ours: a new conversation and its first prompt',
  eight: 'ours: a new conversation and its first 8 prompts',
  again: 'ours: conversation, a prompt it has pinned',
};
for (const [key, name] of Object.entries(P3))
  printLine(name, within[key], 'ns', `${rounded(within[key].median / within.resolve.median)} x resolve`);
const another = (within.eight.median - within.first.median) / 7;
const toResolve = (time) => rounded(time / within.resolve.median);
console.log(
  `  so the 2nd to 8th prompt of a conversation take ${rounded(another)} ns each: ${toResolve(another)} x resolve`,
);

console.log('\nP4  what one call leaves behind');
const WHAT = ['resolve', 'fresh request', 'conversation', 'loadPrompt', 'langfuse'];
const left = [];
for (const what of WHAT)
  left.push(
    await runChild(
      'allocations.child.mjs',
      [...bundles, what],
      ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
    ),
  );
for (const { name, bytes, objects, asyncResources } of left)
  console.log(
    `  ${name.padEnd(58)} ${bytes.toFixed(1).padStart(7)} bytes  ${objects.toFixed(2)} objects  ${asyncResources.toFixed(2)} promises, timers, sockets`,
  );

const fastest = (candidates) => Math.min(...candidates.map(({ name }) => ns(name)));
const peers = { P1: fastest(peersOf.P1), P2: fastest(peersOf.P2) };
const result = (id, ours, sdk, must, stretch) => {
  const ratio = { floor: rounded(ours / floors[id]), peer: rounded(peers[id] / ours) };
  return {
    id,
    unit: 'ns CPU',
    ours: rounded(ours),
    floor: rounded(floors[id]),
    peer: rounded(peers[id]),
    ratio,
    must,
    stretch,
    held: ratio.peer >= must.peer && ratio.floor <= must.floor,
    sdk: { ours: rounded(sdk), ratio: { floor: rounded(sdk / floors[id]), peer: rounded(peers[id] / sdk) } },
  };
};
const [bare] = left;
printResults([
  result(
    'P1',
    ns('ours: resolve'),
    ns('ours: SDK loadPrompt (words, provenance, trace id)'),
    { peer: 7, floor: 1.5 },
    { peer: 10, floor: 1.25 },
  ),
  result(
    'P2',
    ns('ours: resolve without experiment'),
    ns('ours: SDK loadPrompt without experiment'),
    { peer: 12, floor: 2.5 },
    { peer: 20, floor: 2.5 },
  ),
  {
    id: 'P3',
    unit: 'ns CPU',
    ours: rounded(another),
    floor: rounded(within.resolve.median),
    ratio: toResolve(another),
    must: 0.5,
    stretch: 0.35,
    held: toResolve(another) <= 0.5,
    hashed: toResolve(within.hashed.median),
    pinned: toResolve(within.again.median),
  },
  {
    id: 'P4',
    ours: bare,
    must: { objects: 1, asyncResources: 0 },
    stretch: null,
    held: bare.objects <= 1 && bare.asyncResources === 0,
  },
]);
await close();
process.exit(0); // some peers keep timers
