import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { newId, outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';

let server: TestServer;
const trials = new Trials(() => server);
const TRACES = '/api/v1/traces';
const minutes = (n: number): string => new Date(Date.UTC(2026, 0, 10, 12, n)).toISOString();

describe('a trace', () => {
  const hashes: string[] = [];
  let experiment: Json;
  beforeAll(async () => {
    server = await startServer({ env: { TRACE_PREVIEWS: 'true' } });
    await trials.prompt('served', ['first {a}', 'second {a}', 'first {a}']);
    const { body } = await server.admin.get(`${promptPath('served')}/versions`);
    for (const row of body.items) hashes[row.version] = row.contentHash;
    experiment = await trials.running('served');
  });
  afterAll(() => server?.stop());

  const send = async (more: object): Promise<Json> => {
    const sent = trace({ promptName: 'served', ...more });
    await sendTraces(server.admin, sent);
    return (await server.admin.get(`${TRACES}/${sent.id}`)).body;
  };

  it('has the words that were served, and what came of it', async () => {
    const id = newId();
    const inExperiment = { experimentId: experiment.id, conversationId: 'c 1' };
    const outcomes = [
      outcome({ traceId: id, metric: 'confidence', value: 0.7, occurredAt: minutes(2) }),
      outcome({
        ...inExperiment,
        traceId: undefined,
        metric: 'user_actioned',
        value: 1,
        occurredAt: minutes(1),
      }),
      outcome({ traceId: newId(), value: 0.1 }),
      outcome({ ...inExperiment, conversationId: 'c 2', traceId: undefined, value: 0.1 }),
    ];
    await sendOutcomes(server.admin, ...outcomes);
    const previews = { input: 'why?', variables: { a: 1 } };
    const variant = 'b';
    const source = 'experiment';
    const detail = await send({
      id,
      promptVersion: 2,
      contentHash: hashes[2],
      source,
      variant,
      ...inExperiment,
      previews,
    });
    expect(detail).toMatchObject({
      id,
      experimentName: 'test',
      variant,
      flag: null,
      words: { version: 2, type: 'text', content: 'second {a}', config: {} },
      versionHash: hashes[2],
      previews,
      mlflow: { state: 'off', traceUrl: null, runUrl: null, promptUrl: null },
    });
    const [own, conversations] = outcomes;
    expect(detail.outcomes).toEqual([
      {
        id: conversations.id,
        of: 'conversation',
        metric: 'user_actioned',
        value: 1,
        occurredAt: minutes(1),
        receivedAt: expect.any(String),
        source: 'api',
      },
      {
        id: own.id,
        of: 'trace',
        metric: 'confidence',
        value: 0.7,
        occurredAt: minutes(2),
        receivedAt: expect.any(String),
        source: 'api',
      },
    ]);
  });

  it('has no words when its hash is no version’s', async () => {
    expect(await send({ promptVersion: 1, contentHash: 'a'.repeat(64) })).toMatchObject({
      flag: 'hash_mismatch',
      words: null,
      versionHash: hashes[1],
      previews: null,
      outcomes: [],
    });
    expect(await send({ promptVersion: 1, contentHash: null })).toMatchObject({ words: null });
    expect(await send({ promptName: 'unheard of' })).toMatchObject({ promptId: null, words: null });
  });

  it('has the words of whichever version has its hash, its own first', async () => {
    expect(hashes[1]).toBe(hashes[3]);
    const words = async (promptVersion: number | null, hash: string | undefined) =>
      (await send({ promptVersion, contentHash: hash, source: 'file' })).words;
    expect(await words(1, hashes[1])).toMatchObject({ version: 1, content: 'first {a}' });
    expect(await words(null, hashes[1])).toMatchObject({ version: 3, content: 'first {a}' });
    expect(await words(1, hashes[2])).toMatchObject({ version: 2, content: 'second {a}' });
  });

  it.each(['0', 'x', newId(), newId().toUpperCase(), '%00'])(
    'that is called %s does not exist',
    async (id) => {
      const refused = await server.admin.get(`${TRACES}/${id}`);
      expect(refused.body.code).toBe(id === '%00' ? 'INVALID_INPUT' : 'TRACE_NOT_FOUND');
    },
  );
});
