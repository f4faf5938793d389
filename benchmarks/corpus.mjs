// The prompts and conversations that are measured with; the same on every run.
import { createHash } from 'node:crypto';

const WORDS =
  'You are an energy analyst who reads the meter data of a building and explains what stands out to people'.split(
    ' ',
  );

/** Pseudo-random uint32 numbers (splitmix32), always the same for a seed. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** A flat copy: texts put together by `+` or cut by `slice` are trees and views, and slower to read. */
export function flat(text) {
  return Buffer.from(text).toString();
}

export function uuid(next) {
  const hex = () => next().toString(16).padStart(8, '0');
  const [a, b, c, d] = [hex(), hex(), hex(), hex()];
  return flat(`${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`);
}

export function uuids(count, seed = 1) {
  const next = randomNumbers(seed);
  return Array.from({ length: count }, () => uuid(next));
}

/** About 2 KB of words without variables, no two alike. */
export function body(label) {
  const next = randomNumbers(createHash('md5').update(label).digest().readUInt32LE());
  let text = `# ${label}\n`;
  while (text.length < 2_000) text += `${WORDS[next() % WORDS.length]} `;
  return flat(text.slice(0, 2_048));
}

export function promptName(i) {
  return flat(`specialists/prompt-${String(i).padStart(5, '0')}`);
}

/** Even, with all traffic, running. */
export function evenExperiment(name) {
  const variants = [
    { name: 'control', version: 1, share: 0.5 },
    { name: 'candidate', version: 2, share: 0.5 },
  ];
  const steps = [{ from: 1_700_000_000_000, status: 'running', trafficShare: 1 }];
  return {
    id: `experiment of ${name}`,
    name: 'wording',
    salt: `${name}-wording`,
    hashVersion: 1,
    variants,
    steps,
    endedAt: null,
  };
}

/** A snapshot of prompts with 2 KB bodies, the first `experiments` of them with an even experiment on two versions. */
export function makeSnapshot({ prompts, experiments, canonicalContent }) {
  const version = (name, number) => {
    const content = {
      type: 'text',
      templateFormat: 'f-string',
      content: body(`${name} ${number}`),
      config: {},
    };
    return {
      ...content,
      version: number,
      contentHash: createHash('sha256').update(canonicalContent(content)).digest('hex'),
    };
  };
  const list = Array.from({ length: prompts }, (_, i) => {
    const name = promptName(i);
    const onTrial = i < experiments;
    const versions = onTrial ? [version(name, 1), version(name, 2)] : [version(name, 1)];
    return {
      id: `id-${i}`,
      name,
      serves: 'latest',
      latest: versions.length,
      labels: {},
      versions,
      served: [],
      experiments: onTrial ? [evenExperiment(name)] : [],
    };
  });
  return { revision: 1, createdAt: '2026-01-01T00:00:00.000Z', pinHours: 24, prompts: list };
}
