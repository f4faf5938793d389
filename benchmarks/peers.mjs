// The peers, each set up as its documentation says for its quickest use: everything in memory, nothing reported.
import { createServer } from 'node:http';
import { requirePeer } from './workspace.mjs';

const KEYS = { publicKey: 'pk-lf-benchmark', secretKey: 'sk-lf-benchmark' };
const DAY_SECONDS = 86_400;

/** A server that speaks as much of Langfuse's API as reading prompts needs, and counts the reads. */
export class LangfuseStub {
  reads = 0;

  constructor(texts) {
    this.server = createServer((request, response) => {
      const match = /^\/api\/public\/v2\/prompts\/([^?]+)/.exec(request.url);
      const text = match && texts.get(decodeURIComponent(match[1]));
      request.resume();
      response.setHeader('content-type', 'application/json');
      if (text === undefined || text === null) return void response.writeHead(match ? 404 : 200).end('{}');
      this.reads += 1;
      const name = decodeURIComponent(match[1]);
      response.end(
        JSON.stringify({
          id: name,
          name,
          version: 1,
          type: 'text',
          prompt: text,
          config: {},
          labels: ['production', 'latest'],
          tags: [],
          commitMessage: null,
          resolutionGraph: null,
        }),
      );
    });
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Langfuse's two SDKs. @returns {{ name: string, get(name: string): Promise<{ prompt: string }>, close(): Promise<void> }[]} */
export function langfuseClients(baseUrl) {
  const { Langfuse } = requirePeer('langfuse');
  const { LangfuseClient } = requirePeer('@langfuse/client');
  const third = new Langfuse({ ...KEYS, baseUrl });
  const fifth = new LangfuseClient({ ...KEYS, baseUrl });
  return [
    {
      name: 'langfuse 3 getPrompt',
      get: (name) => third.getPrompt(name, undefined, { cacheTtlSeconds: DAY_SECONDS }),
      close: () => third.shutdownAsync(),
    },
    {
      name: '@langfuse/client 5 prompt.get',
      get: (name) => fifth.prompt.get(name, { cacheTtlSeconds: DAY_SECONDS }),
      close: () => fifth.shutdown(),
    },
  ];
}

/** GrowthBook with an even experiment for each prompt, in both ways that it offers; each answers the words for a conversation. */
export function growthbook(prompts) {
  const { GrowthBookClient } = requirePeer('@growthbook/growthbook');
  const experiments = new Map(
    prompts.map(({ name, words }) => [
      name,
      { key: name, variations: words, weights: [0.5, 0.5], hashAttribute: 'id', hashVersion: 2 },
    ]),
  );
  const features = Object.fromEntries(
    prompts.map(({ name, words }) => [
      name,
      {
        defaultValue: words[0],
        rules: [{ key: name, variations: words, weights: [0.5, 0.5], hashAttribute: 'id', hashVersion: 2 }],
      },
    ]),
  );
  const client = new GrowthBookClient().initSync({ payload: { features } });
  return [
    {
      name: 'GrowthBook 1.8 runInlineExperiment',
      words: (name, id) => client.runInlineExperiment(experiments.get(name), { attributes: { id } }).value,
    },
    {
      name: 'GrowthBook 1.8 evalFeature',
      words: (name, id) => client.evalFeature(name, { attributes: { id } }).value,
    },
  ];
}

/** Unleash with an even variant of each prompt, from a bootstrap. */
export async function unleash(prompts) {
  const { Unleash, InMemStorageProvider } = requirePeer('unleash-client');
  const data = prompts.map(({ name, words }) => ({
    name,
    enabled: true,
    strategies: [{ name: 'default', parameters: {}, constraints: [] }],
    variants: words.map((value, i) => ({
      name: `variant-${i}`,
      weight: 500,
      stickiness: 'userId',
      payload: { type: 'string', value },
    })),
  }));
  const client = new Unleash({
    appName: 'benchmark',
    url: 'http://127.0.0.1:9/api/',
    refreshInterval: 0,
    disableMetrics: true,
    disableAutoStart: true,
    storageProvider: new InMemStorageProvider(),
    bootstrap: { data },
  });
  client.on('error', () => undefined); // it asks its server once; there is none
  client.on('warn', () => undefined);
  const ready = new Promise((resolve) => client.once('ready', resolve));
  await client.start();
  await ready;
  return {
    name: 'unleash-client 6 getVariant',
    words: (name, id) => client.getVariant(name, { userId: id }).payload?.value,
    close: () => client.destroy(),
  };
}
