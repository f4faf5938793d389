// P17: what loading the package costs, and what comes with it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { childrenByTurns, show } from './client.turns.mjs';
import { rounded } from './measure.mjs';
import { here, requirePeer, root } from './workspace.mjs';

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

/** When the newest of our sources was changed, in epoch ms. */
function newestSource() {
  const folders = ['libs/client/src', 'libs/resolver/src'].map((folder) => join(root, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, name)),
  );
  return Math.max(
    ...files.filter((file) => /(?<!spec)\.ts$/.test(file)).map((file) => statSync(file).mtimeMs),
  );
}

export async function weight() {
  const built = join(root, 'dist/client');
  if (!existsSync(join(built, 'index.cjs')))
    execFileSync(process.execPath, [join(root, 'libs/client/build.mjs')], { stdio: 'inherit' });
  if (newestSource() > statSync(join(built, 'index.cjs')).mtimeMs)
    console.log('\ndist/client is older than its sources: `npx nx build client` builds it again');
  const { dependencies } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  const code = readFileSync(join(built, 'index.cjs'));
  const PEERS = ['@growthbook/growthbook', '@langfuse/client', 'langfuse', 'unleash-client'];
  const candidates = [
    { name: 'nothing: node:http', args: ['require', 'node:http'] },
    { name: 'ours: require', args: ['require', join(built, 'index.cjs')] },
    { name: 'ours: import', args: ['require', join(built, 'index.js')] },
    ...PEERS.map((name) => ({
      name,
      args: ['require', requirePeer.resolve(name)],
      note: `${packagesOf(name)} packages`,
    })),
  ];
  const figures = await childrenByTurns(candidates);
  const count = Object.keys(dependencies).length;
  const kilobytes = rounded(code.length / 1_000);
  console.log(
    `\nP17  loading the package: ${count} dependencies, ${kilobytes} KB in one file (${rounded(gzipSync(code).length / 1_000)} KB gzipped)`,
  );
  for (const { name, note } of candidates) {
    show(
      `${name}: CPU`,
      figures(name, ({ cpu }) => cpu),
      'ms',
      note,
    );
    show(
      `${name}: wall`,
      figures(name, ({ wall }) => wall),
      'ms',
    );
  }
  const ours = figures('ours: require', ({ cpu }) => cpu).median;
  const peer = Math.min(...PEERS.map((name) => figures(name, ({ cpu }) => cpu).median));
  return {
    id: 'P17',
    unit: 'ms CPU',
    ours: rounded(ours),
    peer: rounded(peer),
    ratio: rounded(ours / peer),
    dependencies: count,
    kilobytes,
    must: { dependencies: 0, ms: 10, kilobytes: 60 },
    stretch: { ms: 5 },
    held: count === 0 && ours <= 10 && kilobytes <= 60,
  };
}
