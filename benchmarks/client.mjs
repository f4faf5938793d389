// P15, P16, P17, P19: what the SDK weighs in an agent's process: memory, start, size, and the first rush.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenByTurns, show } from './client.turns.mjs';
import { makeSnapshot } from './corpus.mjs';
import { printResults, rounded } from './measure.mjs';
import { bundle, load, requirePackages, temporaryDirectory } from './workspace.mjs';

requirePackages();
const { rush } = await import('./client.rush.mjs');
const { weight } = await import('./client.weight.mjs');

const PROMPTS = 10_000;
const ON_TRIAL = 1_000;
const CLIENT = [`export * from '@prompt-registry/client';`];
const TESTING = [
  `export { PromptRegistry } from '@prompt-registry/client';`,
  `export { RegistryServer } from './libs/client/testing/registry-server';`,
  `export { canonicalContent } from '@prompt-registry/resolver';`,
];
const { canonicalContent, PromptRegistry, RegistryServer } = await load('client-testing', TESTING);
const clientBundle = await bundle('client', CLIENT);

const directory = temporaryDirectory();
const snapshot = makeSnapshot({ prompts: PROMPTS, experiments: ON_TRIAL, canonicalContent });
const json = JSON.stringify(snapshot);
const JSON_BYTES = Buffer.byteLength(json);
const files = {
  json: join(directory, 'snapshot.json'),
  names: join(directory, 'names.json'),
  kept: join(directory, 'prompts.snapshot'),
};
writeFileSync(files.json, json);
writeFileSync(files.names, JSON.stringify(snapshot.prompts.map(({ name }) => name)));
const megabytes = (bytes) => rounded(bytes / 1e6);

const server = new RegistryServer(snapshot.prompts);
await server.listen();
const { url } = server;

async function memory() {
  const collect = ['--expose-gc'];
  const figures = await childrenByTurns([
    { name: 'ours', args: ['heap', clientBundle, url, files.names], nodeOptions: collect },
    { name: 'floor', args: ['heapFloor', files.json], nodeOptions: collect },
  ]);
  console.log(
    `\nP15  memory held for ${PROMPTS.toLocaleString('en')} prompts of 2 KB, ${ON_TRIAL.toLocaleString('en')} of them on trial: ${megabytes(JSON_BYTES)} MB of JSON`,
  );
  const share = (bytes) => `${rounded(bytes / JSON_BYTES)} x JSON`;
  const line = (name, of, figure) => {
    const { median, min, max } = figures(of, figure);
    return show(name, { median: median / 1e6, min: min / 1e6, max: max / 1e6 }, 'MB', share(median)) * 1e6;
  };
  const floor = line('floor: JSON.parse into a Map', 'floor', ({ started }) => started);
  const started = line('ours: after start', 'ours', ({ started }) => started);
  const ours = line('ours: after every prompt was loaded once', 'ours', ({ used }) => used);
  const ratio = rounded(ours / JSON_BYTES);
  return {
    id: 'P15',
    unit: 'MB',
    ours: megabytes(ours),
    floor: megabytes(floor),
    json: megabytes(JSON_BYTES),
    ratio,
    started: rounded(started / JSON_BYTES),
    must: 1.3,
    stretch: 1.1,
    held: ratio <= 1.3,
  };
}

/** Starts from the file of an earlier process, with a server that is gone. */
async function coldStart() {
  const registry = new PromptRegistry({
    url,
    apiKey: 'pr_test',
    snapshotFile: files.kept,
    firstStartTimeoutMs: 120_000,
    closeDeadlineMs: 60_000,
  });
  await registry.start();
  await registry.close();
  if (!existsSync(files.kept)) throw new Error('the SDK wrote no snapshot file');
  await server.close();
  const figures = await childrenByTurns([
    { name: 'ours', args: ['cold', clientBundle, url, files.kept, files.names] },
    { name: 'floor', args: ['coldFloor', files.json, files.names] },
  ]);
  console.log(
    `\nP16  cold start from the snapshot file (${megabytes(statSync(files.kept).size)} MB), the server gone`,
  );
  const floor = show(
    'floor: read, JSON.parse into a Map: CPU',
    figures('floor', ({ first }) => first.cpu),
    'ms',
  );
  show(
    'floor: the same, wall',
    figures('floor', ({ first }) => first.wall),
    'ms',
  );
  const ours = show(
    'ours: to the first finished words: CPU',
    figures('ours', ({ first }) => first.cpu),
    'ms',
    'digest checked, every entry found',
  );
  show(
    'ours: the same, wall',
    figures('ours', ({ first }) => first.wall),
    'ms',
  );
  show(
    `ours: to all ${PROMPTS.toLocaleString('en')} finished, one after the other: CPU`,
    figures('ours', ({ all }) => all.cpu),
    'ms',
    'each checked against its own hash too',
  );
  return {
    id: 'P16',
    unit: 'ms CPU',
    ours: rounded(ours),
    floor: rounded(floor),
    ratio: rounded(ours / floor),
    must: 150,
    stretch: 100,
    held: ours <= 150,
  };
}

printResults([
  await memory(),
  await coldStart(),
  await weight(),
  await rush(snapshot, { PromptRegistry, RegistryServer }),
]);
process.exit(0); // some peers keep timers
