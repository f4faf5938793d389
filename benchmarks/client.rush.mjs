// P19: how many requests the first rush makes.
import { LangfuseStub, langfuseClients } from './peers.mjs';

const CALLERS = 100;

/** A hundred callers at once, before anything was read. */
export async function rush(snapshot, { PromptRegistry, RegistryServer }) {
  const cold = new RegistryServer(snapshot.prompts.slice(0, CALLERS));
  await cold.listen();
  const texts = new Map(
    snapshot.prompts.slice(0, CALLERS).map(({ name, versions }) => [name, versions[0].content]),
  );
  const names = [...texts.keys()];
  const reads = { ours: [], peers: [] };
  for (const asked of [names.map(() => names[0]), names]) {
    const registry = new PromptRegistry({ url: cold.url, apiKey: 'pr_test', firstStartTimeoutMs: 60_000 });
    cold.seen.length = 0;
    const loaded = await Promise.all(asked.map((name) => registry.loadPromptAsync(name)));
    if (loaded.some(({ source }) => source !== 'latest'))
      throw new Error('the words did not come from the server');
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
  for (const pair of [third, fifth])
    console.log(`  ${pair[0].name.padEnd(58)} ${pair.map(({ reads: count }) => count).join(', ')}`);
  const peer = Math.min(third[0].reads, fifth[0].reads);
  return {
    id: 'P19',
    unit: 'requests',
    ours: Math.max(...reads.ours),
    peer,
    ratio: Math.max(...reads.ours) / peer,
    must: 1,
    stretch: null,
    held: reads.ours.every((count) => count === 1),
  };
}
