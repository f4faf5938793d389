// P15, P16, P17, P19: what the SDK weighs in an agent's process: memory, start, size, and the first rush.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeSnapshot } from './corpus.mjs';
import { printLine, printResults, rounded, spread, turns } from './measure.mjs';
import { bundle, here, load, requirePackages, requirePeer, root, runChild, temporaryDirectory } from './workspace.mjs';

requirePackages();
const { LangfuseStub, langfuseClients } = await import('./peers.mjs');

const PROMPTS = 10_000;
const ON_TRIAL = 1_000;
const ROUNDS = 7;
const CALLERS = 100;
const CLIENT = [`export * from '@prompt-registry/client';`];
const TESTING = [`export { PromptRegistry } from '@prompt-registry/client';`, `export { RegistryServer } from './libs/client/testing/registry-server';`, `export { canonicalContent } from '@prompt-registry/resolver';`];
const { canonicalContent, PromptRegistry, RegistryServer } = await load('client-testing', TESTING);
const clientBundle = await bundle('client', CLIENT);

const directory = temporaryDirectory();
const snapshot = makeSnapshot({ prompts: PROMPTS, experiments: ON_TRIAL, canonicalContent });
const json = JSON.stringify(snapshot);
const JSON_BYTES = Buffer.byteLength(json);
const files = { json: join(directory, 'snapshot.json'), names: join(directory, 'names.json'), kept: join(directory, 'prompts.snapshot') };
writeFileSync(files.json, json);
writeFileSync(files.names, JSON.stringify(snapshot.prompts.map(({ name }) => name)));
const megabytes = (bytes) => rounded(bytes / 1e6);

/** Runs children by turns; answers the spread of a figure in the answers of one of them. */
async function childrenByTurns(candidates) {
  const answers = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, args, nodeOptions } of turns(candidates, round)) answers.get(name).push(await runChild('client.child.mjs', args, nodeOptions));
  }
  return (name, figure) => spread(answers.get(name).map(figure));
}

/** Prints one line; answers the median. */
function show(name, figures, unit, note) {
  printLine(name, figures, unit, note);
  return figures.median;
}

const server = new RegistryServer(snapshot.prompts);
await server.listen();
const { url } = server;

async function memory() {
  const collect = ['--expose-gc'];
  const figures = await childrenByTurns([
    { name: 'ours', args: ['heap', clientBundle, url, files.names], nodeOptions: collect },
    { name: 'floor', args: ['heapFloor', files.json], nodeOptions: collect },
  ]);
  console.log(`\nP15  memory held for ${PROMPTS.toLocaleString('en')} prompts of 2 KB, ${ON_TRIAL.toLocaleString('en')} of them on trial: ${megabytes(JSON_BYTES)} MB of JSON`);
  const share = (bytes) => `${rounded(bytes / JSON_BYTES)} x JSON`;
  const line = (name, of, figure) => {
    const { median, min, max } = figures(of, figure);
    return show(name, { median: median / 1e6, min: min / 1e6, max: max / 1e6 }, 'MB', share(median)) * 1e6;
  };
  const floor = line('floor: JSON.parse into a Map', 'floor', ({ started }) => started);
  const started = line('ours: after start', 'ours', ({ started }) => started);
  const ours = line('ours: after every prompt was loaded once', 'ours', ({ used }) => used);
  const ratio = rounded(ours / JSON_BYTES);
  return { id: 'P15', unit: 'MB', ours: megabytes(ours), floor: megabytes(floor), json: megabytes(JSON_BYTES), ratio, started: rounded(started / JSON_BYTES), must: 1.3, stretch: 1.1, held: ratio <= 1.3 };
}

/** Starts from the file of an earlier process, with a server that is gone. */
async function coldStart() {
  const registry = new PromptRegistry({ url, apiKey: 'pr_test', snapshotFile: files.kept, firstStartTimeoutMs: 120_000, closeDeadlineMs: 60_000 });
  await registry.start();
  await registry.close();
  await server.close();
  const figures = await childrenByTurns([
    { name: 'ours', args: ['cold', clientBundle, url, files.kept, files.names] },
    { name: 'floor', args: ['coldFloor', files.json, files.names] },
  ]);
  console.log(`\nP16  cold start from the snapshot file (${megabytes(statSync(files.kept).size)} MB), the server gone`);
  const floor = show('floor: read, JSON.parse into a Map: CPU', figures('floor', ({ first }) => first.cpu), 'ms');
  show('floor: the same, wall', figures('floor', ({ first }) => first.wall), 'ms');
  const ours = show('ours: to the first finished words: CPU', figures('ours', ({ first }) => first.cpu), 'ms', 'digest checked, every entry found');
  show('ours: the same, wall', figures('ours', ({ first }) => first.wall), 'ms');
  show(`ours: to all ${PROMPTS.toLocaleString('en')} finished, one after the other: CPU`, figures('ours', ({ all }) => all.cpu), 'ms', 'each checked against its own hash too');
  return { id: 'P16', unit: 'ms CPU', ours: rounded(ours), floor: rounded(floor), ratio: rounded(ours / floor), must: 150, stretch: 100, held: ours <= 150 };
}

/** Packages that come with one, itself included. */
function packagesOf(name) {
  const { packages } = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'));
  const found = new Set();
  const visit = (wanted, from) => {
    // As Node looks: nested first.
    const nested = `${from}/node_modules/${wanted}`;
    const path = packages[nested] ? nested : `node_modules/${wanted}`;
    if (found.has(path) || !packages[path]) return;
    found.add(path);
    for (const dependency of Object.keys(packages[path].dependencies ?? {})) visit(dependency, path);
  };
  visit(name, '');
  return found.size;
}

async function weight() {
  const built = join(root, 'dist/client');
  if (!existsSync(join(built, 'index.cjs'))) execFileSync(process.execPath, [join(root, 'libs/client/build.mjs')], { stdio: 'inherit' });
  const { dependencies } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  const code = readFileSync(join(built, 'index.cjs'));
  const PEERS = ['@growthbook/growthbook', '@langfuse/client', 'langfuse', 'unleash-client'];
  const candidates = [
    { name: 'nothing: node:http', args: ['require', 'node:http'] },
    { name: 'ours: require', args: ['require', join(built, 'index.cjs')] },
    { name: 'ours: import', args: ['require', join(built, 'index.js')] },
    ...PEERS.map((name) => ({ name, args: ['require', requirePeer.resolve(name)], note: `${packagesOf(name)} packages` })),
  ];
  const figures = await childrenByTurns(candidates);
  const count = Object.keys(dependencies).length;
  const kilobytes = rounded(code.length / 1_000);
  console.log(`\nP17  loading the package: ${count} dependencies, ${kilobytes} KB in one file (${rounded(gzipSync(code).length / 1_000)} KB gzipped)`);
  for (const { name, note } of candidates) {
    show(`${name}: CPU`, figures(name, ({ cpu }) => cpu), 'ms', note);
    show(`${name}: wall`, figures(name, ({ wall }) => wall), 'ms');
  }
  const ours = figures('ours: require', ({ cpu }) => cpu).median;
  const peer = Math.min(...PEERS.map((name) => figures(name, ({ cpu }) => cpu).median));
  return { id: 'P17', unit: 'ms CPU', ours: rounded(ours), peer: rounded(peer), ratio: rounded(ours / peer), dependencies: count, kilobytes, must: { dependencies: 0, ms: 10, kilobytes: 60 }, stretch: { ms: 5 }, held: count === 0 && ours <= 10 && kilobytes <= 60 };
}

/** A hundred callers at once, before anything was read. */
async function rush() {
  const cold = new RegistryServer(snapshot.prompts.slice(0, CALLERS));
  await cold.listen();
  const texts = new Map(snapshot.prompts.slice(0, CALLERS).map(({ name, versions }) => [name, versions[0].content]));
  const names = [...texts.keys()];
  const reads = { ours: [], peers: [] };
  for (const asked of [names.map(() => names[0]), names]) {
    const registry = new PromptRegistry({ url: cold.url, apiKey: 'pr_test', firstStartTimeoutMs: 60_000 });
    cold.seen.length = 0;
    const loaded = await Promise.all(asked.map((name) => registry.loadPromptAsync(name)));
    if (loaded.some(({ source }) => source !== 'latest')) throw new Error('the words did not come from the server');
    reads.ours.push(cold.count('/api/v1/snapshot') + cold.count('/api/v1/resolve'));
    await registry.close();
    const stub = new LangfuseStub(texts);
    await stub.listen();
    for (const { name, get, close } of langfuseClients(stub.url)) {
      stub.reads = 0;
      await Promise.all(asked.map(get));
      reads.peers.push({ name, reads: stub.reads });
      await close();
    }
    stub.close();
  }
  await cold.close();
  console.log(`\nP19  reads for ${CALLERS} cold calls at once: of one prompt, of ${CALLERS} prompts`);
  console.log(`  ${'ours: loadPromptAsync'.padEnd(58)} ${reads.ours.join(', ')}`);
  const [third, fifth] = [0, 1].map((i) => [reads.peers[i], reads.peers[i + 2]]);
  for (const pair of [third, fifth]) console.log(`  ${pair[0].name.padEnd(58)} ${pair.map(({ reads: count }) => count).join(', ')}`);
  const peer = Math.min(third[0].reads, fifth[0].reads);
  return { id: 'P19', unit: 'requests', ours: Math.max(...reads.ours), peer, ratio: Math.max(...reads.ours) / peer, must: 1, stretch: null, held: reads.ours.every((count) => count === 1) };
}

printResults([await memory(), await coldStart(), await weight(), await rush()]);
process.exit(0); // some peers keep timers
