import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';
import { HASH_OF_NOTHING, newId, promptWithHashes, sendTraces, trace } from '../../e2e/records';
import { Trials } from '../../e2e/trials';

const NOTHING_ELSE = { accepted: 0, duplicates: 0, flagged: 0, rejected: [] };

let server: TestServer;
let agent: Caller;
const trials = new Trials(() => server);

beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('record');
});
afterAll(() => server?.stop());

const send = (...traces: unknown[]) => sendTraces(agent, ...traces);
const rowsOf = (ids: readonly string[]): Promise<Json[]> =>
  server.sql(
    `SELECT replace(id::text, '-', '') AS id, flag, prompt_id, previews, started_at, received_at FROM traces WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
const flagOf = async (id: string) => (await rowsOf([id]))[0]?.flag;

const prompt = (name: string, contents?: readonly string[]) => promptWithHashes(server, name, contents);

describe('a trace', () => {
  it('is stored with everything that it says', async () => {
    const { id: promptId, hashes } = await prompt('whole');
    const sent = trace({
      promptName: 'whole',
      promptVersion: 2,
      contentHash: hashes[1],
      source: 'label',
      conversationId: 'conv-ü 🚀 "q" \\ {a,b} NULL',
      agent: 'energy_analyst',
      model: 'gpt-x',
      startedAt: '2026-01-31T09:30:00.123+02:00',
      inputTokens: 2_147_483_647,
      outputTokens: 0,
      cost: 0.1 + 0.2,
      status: 'error',
    });
    expect((await send(sent)).body).toEqual({ ...NOTHING_ELSE, accepted: 1 });
    const [row] = await server.sql<Json>('SELECT * FROM traces WHERE id = $1', [sent.id]);
    expect({ ...row, id: row.id.replaceAll('-', '') }).toMatchObject({
      id: sent.id,
      prompt_id: promptId,
      prompt_name: 'whole',
      prompt_version: 2,
      content_hash: hashes[1],
      source: 'label',
      experiment_id: null,
      variant: null,
      conversation_id: sent.conversationId,
      agent: 'energy_analyst',
      model: 'gpt-x',
      started_at: new Date('2026-01-31T07:30:00.123Z'),
      latency_ms: 1_200.5,
      input_tokens: 2_147_483_647,
      output_tokens: 0,
      cost: 0.1 + 0.2,
      status: 'error',
      flag: null,
      previews: null,
    });
  });

  it('is stored once when it is sent again, also in one batch, also written otherwise', async () => {
    const sent = trace({ startedAt: '2026-01-31T09:30:00Z' });
    const { id, ...others } = sent;
    expect((await send(sent, sent)).body).toMatchObject({ accepted: 1, duplicates: 1, flagged: 1 });
    const again = { ...others, startedAt: '2026-01-31T10:30:00.000+01:00', id };
    expect((await send(again)).body).toEqual({ ...NOTHING_ELSE, duplicates: 1 });
    expect(await rowsOf([id])).toHaveLength(1);
  });

  it('keeps its first values when its id is sent with others', async () => {
    const sent = trace({ latencyMs: 1 });
    const other = { ...sent, latencyMs: 2 };
    const inOne = await send(sent, other, trace());
    expect([inOne.status, inOne.body]).toEqual([
      200,
      {
        accepted: 2,
        duplicates: 0,
        flagged: 2,
        rejected: [
          {
            index: 1,
            id: sent.id,
            code: 'ID_CONFLICT',
            field: 'id',
            message: expect.stringContaining('first'),
          },
        ],
      },
    ]);
    const later = await send(trace(), other, other);
    expect(later.body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(later.body.rejected.map(({ index, code }: Json) => [index, code])).toEqual([
      [1, 'ID_CONFLICT'],
      [2, 'ID_CONFLICT'],
    ]);
    expect(await server.sql('SELECT latency_ms FROM traces WHERE id = $1', [sent.id])).toEqual([
      { latency_ms: 1 },
    ]);
  });

  it('is known by its id in either case, and its experiment as well', async () => {
    const { hashes } = await prompt('cased');
    const { id: experimentId } = await trials.running('cased');
    const sent = trace({
      promptName: 'CASED',
      contentHash: hashes[0],
      source: 'experiment',
      experimentId: experimentId.toUpperCase(),
      variant: 'control',
      conversationId: 'cased',
    });
    expect((await send({ ...sent, id: sent.id.toUpperCase() })).body).toEqual({
      ...NOTHING_ELSE,
      accepted: 1,
    });
    expect((await send({ ...sent, experimentId })).body).toEqual({ ...NOTHING_ELSE, duplicates: 1 });
    const { status, body } = await server.admin.get(`/api/v1/traces/${sent.id.toUpperCase()}`);
    expect([status, body.id, body.promptName, body.flag]).toEqual([200, sent.id, 'cased', null]);
    const listed = await server.admin.get(`/api/v1/traces?experimentId=${experimentId.toUpperCase()}`);
    expect(listed.body.items.map(({ id }: Json) => id)).toEqual([sent.id]);
  });

  it('may have null for whatever it need not have', async () => {
    const members = ['experimentId', 'variant', 'conversationId', 'agent', 'model', 'latencyMs', 'cost'];
    const absent = Object.fromEntries(
      [...members, 'inputTokens', 'outputTokens', 'previews'].map((name) => [name, null]),
    );
    const sent = trace({ latencyMs: undefined });
    expect((await send({ ...sent, ...absent })).body).toMatchObject({ accepted: 1, rejected: [] });
    const previews = { input: null, output: null, variables: null };
    expect((await send({ ...sent, previews })).body).toMatchObject({ duplicates: 1, rejected: [] });
  });

  it('is kept without its previews', async () => {
    const sent = trace({ previews: { input: 'secret', output: 'secret', variables: { constructor: 'x' } } });
    expect((await send(sent)).body.accepted).toBe(1);
    expect((await rowsOf([sent.id]))[0].previews).toBeNull();
    const { previews: _, ...without } = sent;
    expect((await send(without)).body.duplicates).toBe(1);
  });
});

describe('flags', () => {
  let known: { id: string; hashes: string[] };
  let experiment: Json;
  let draft: Json;

  beforeAll(async () => {
    known = await prompt('flags', ['one', 'two', 'three']);
    await prompt('flags/other');
    experiment = await trials.running('flags');
    draft = (await trials.draft('flags/other')).body;
  });

  const plain = (more: object = {}) =>
    trace({ promptName: 'flags', promptVersion: 1, contentHash: known.hashes[0], ...more });
  const onTrial = (more: object = {}) =>
    plain({
      source: 'experiment',
      experimentId: experiment.id,
      variant: 'control',
      conversationId: newId(),
      ...more,
    });
  const exposuresOf = (conversationId: string) =>
    server.sql('SELECT variant FROM exposures WHERE conversation_id = $1', [conversationId]);

  it.each<[string | null, string, () => Json]>([
    [null, 'a version with its hash', () => plain()],
    [null, 'a version without a hash', () => plain({ contentHash: null })],
    [null, 'words of a file', () => plain({ promptVersion: null, source: 'file' })],
    [null, 'a variant', () => onTrial()],
    [null, 'a variant of which only the hash is known', () => onTrial({ promptVersion: null })],
    ['unknown_prompt', 'a prompt that does not exist', () => plain({ promptName: 'flags/none' })],
    [null, 'a name in other case', () => plain({ promptName: 'FLAGS' })],
    ['unknown_prompt', 'a member of Object', () => plain({ promptName: '__proto__' })],
    ['unknown_version', 'a version that does not exist', () => plain({ promptVersion: 4 })],
    ['hash_mismatch', "another version's hash", () => plain({ contentHash: known.hashes[1] })],
    ['hash_mismatch', 'no hash in an experiment', () => onTrial({ contentHash: null })],
    [
      'hash_mismatch',
      "another variant's version",
      () => onTrial({ promptVersion: 2, contentHash: known.hashes[1] }),
    ],
    [
      'hash_mismatch',
      'a hash of another version than its variant',
      () => onTrial({ promptVersion: null, contentHash: known.hashes[1] }),
    ],
    ['unknown_experiment', 'an experiment that does not exist', () => onTrial({ experimentId: known.id })],
    ['unknown_experiment', "another prompt's experiment", () => onTrial({ experimentId: draft.id })],
    ['not_assigned', 'a variant that another source chose', () => plain({ variant: 'control' })],
    ['not_assigned', 'an experiment that another source chose', () => onTrial({ source: 'version' })],
    ['not_assigned', 'a variant without an experiment', () => onTrial({ experimentId: null })],
    ['not_assigned', 'no experiment at all', () => onTrial({ experimentId: null, variant: null })],
    ['unknown_variant', 'a variant that does not exist', () => onTrial({ variant: 'c' })],
    ['not_assigned', 'an experiment without a variant', () => onTrial({ variant: undefined })],
    [
      'not_started',
      'a draft',
      () => onTrial({ promptName: 'flags/other', contentHash: null, experimentId: draft.id }),
    ],
  ])('%s for %s', async (flag, _what, make) => {
    const sent = make();
    expect((await send(sent)).body).toEqual({ ...NOTHING_ELSE, accepted: 1, flagged: flag === null ? 0 : 1 });
    expect(await flagOf(sent.id)).toBe(flag);
    const exposed = sent.experimentId && flag === null ? [{ variant: sent.variant }] : [];
    if (sent.conversationId) expect(await exposuresOf(sent.conversationId)).toEqual(exposed);
  });

  it('look for what did not exist before', async () => {
    const first = plain({ promptName: 'flags/later', promptVersion: null, contentHash: null });
    await send(first);
    await prompt('flags/later', ['one']);
    const second = { ...first, id: newId() };
    const third = { ...second, id: newId(), promptVersion: 2 };
    await send(second, third);
    await trials.publish('flags/later', { content: 'two' });
    const fourth = { ...third, id: newId() };
    await send(fourth);
    const flags = await Promise.all([first, second, third, fourth].map(({ id }) => flagOf(id)));
    expect(flags).toEqual(['unknown_prompt', null, 'unknown_version', null]);
  });

  it('let a draft that has started count', async () => {
    const { hashes } = await prompt('flags/started');
    const { body } = await trials.draft('flags/started');
    const make = () =>
      onTrial({
        promptName: 'flags/started',
        promptVersion: 1,
        contentHash: hashes[0],
        experimentId: body.id,
      });
    const [before, after] = [make(), make()];
    await send(before);
    await trials.act(body.id, 'start');
    await send(after);
    expect([await flagOf(before.id), await flagOf(after.id)]).toEqual(['not_started', null]);
  });
});

it('compares hashes letter by letter', async () => {
  await prompt('letters');
  const sent = trace({ promptName: 'letters', contentHash: HASH_OF_NOTHING });
  await send(sent);
  expect(await flagOf(sent.id)).toBe('hash_mismatch');
});
