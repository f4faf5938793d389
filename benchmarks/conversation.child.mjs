// P3, for resolve.mjs, in a process of its own: conversations leave garbage, and collecting it among the peers' many objects would
// be charged to them. Argument: the bundle of the resolver. Prints the spreads by name as JSON on its last line.
import { pathToFileURL } from 'node:url';
import { makeSnapshot, promptName, uuids } from './corpus.mjs';
import { interleave } from './measure.mjs';

const PROMPTS = 1_000;
const INPUTS = 4_096;
const { href } = pathToFileURL(process.argv[2]);
// Compiled code adapts to its callers, and no program calls in all of these ways: each candidate has a copy of its own.
const plain = await import(href);
const hashed = await import(`${href}?hashed`);
const conversing = await import(`${href}?conversing`);

const literals = Object.keys(
  Object.fromEntries(Array.from({ length: PROMPTS }, (_, i) => [promptName(i), i])),
);
const names = Array.from({ length: INPUTS }, (_, i) => literals[i % PROMPTS]);
const ids = uuids(INPUTS);
const hashes = Uint32Array.from(ids, plain.hashConversation);
const nameAt = (i) => names[i & (INPUTS - 1)];
const at = (i) => (i + (i >> 12)) & (INPUTS - 1);

const { canonicalContent } = plain;
const json = JSON.stringify(makeSnapshot({ prompts: PROMPTS, experiments: PROMPTS, canonicalContent }));
const [index, hashedIndex, conversingIndex] = [plain, hashed, conversing].map(({ indexSnapshot }) =>
  indexSnapshot(JSON.parse(json)),
);

/** A conversation's beginning: its handle, and its first `count` prompts. */
function converse(i, count) {
  const handle = new conversing.Conversation(ids[at(i)]);
  let answer;
  for (let k = 0; k < count; k++) answer = handle.resolve(conversingIndex, { name: nameAt(i + k) });
  return answer;
}
const held = ids.map((id) => new conversing.Conversation(id));
held.forEach((handle, i) => handle.resolve(conversingIndex, { name: nameAt(i) }));

const times = await interleave([
  {
    name: 'resolve',
    operation: (i) => plain.resolve(index, { name: nameAt(i), conversationId: ids[at(i)] }),
  },
  {
    name: 'hashed',
    operation: (i) =>
      hashed.resolveHashed(hashedIndex, { name: nameAt(i), conversationId: ids[at(i)] }, hashes[at(i)]),
  },
  { name: 'first', operation: (i) => converse(i, 1) },
  { name: 'eight', operation: (i) => converse(i, 8) },
  { name: 'again', operation: (i) => held[i & (INPUTS - 1)].resolve(conversingIndex, { name: nameAt(i) }) },
]);
console.log(JSON.stringify(Object.fromEntries(times)));
