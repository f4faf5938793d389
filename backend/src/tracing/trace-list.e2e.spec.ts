import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { newId, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';

let server: TestServer;
const trials = new Trials(() => server);
const TRACES = '/api/v1/traces';
const START = Date.UTC(2026, 0, 10, 12);
const at = (ms: number): string => new Date(START + ms).toISOString();

interface Listed {
  readonly items: Json[];
  readonly nextCursor: string | null;
}
const list = async (filters: Record<string, string> = {}): Promise<Listed> => {
  const { status, body } = await server.admin.get(`${TRACES}?${new URLSearchParams(filters).toString()}`);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};
const idsOf = (items: readonly Json[]): string[] => items.map(({ id }) => id);

/** Page after page; `between` happens before each further one. */
async function pages(
  filters: Record<string, string>,
  limit: number,
  between = async () => {},
): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    if (found.length > 0) await between();
    const page = await list({ ...filters, limit: String(limit), ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** By start, then by id, both ascending. */
const inOrder = (rows: readonly Json[]): Json[] =>
  [...rows].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1));

/** The same choice for the same number, spread over all. */
const pick = <T>(choices: readonly T[], n: number): T =>
  choices[Math.floor(((n * 2_654_435_761) % 2 ** 32) / 2 ** 16) % choices.length] as T;

describe('traces', () => {
  let sent: Json[];
  let experiment: Json;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    server = await startServer({ env: { TRACE_PREVIEWS: 'true' } });
    await trials.prompt('listed');
    await trials.prompt('other', ['one', 'two']);
    for (const name of ['listed', 'other']) ids[name] = (await server.admin.get(promptPath(name))).body.id;
    experiment = await trials.running('listed');
    const { body } = await server.admin.get(`${promptPath('listed')}/versions`);
    const hashes = new Map<number, string>(body.items.map((row: Json) => [row.version, row.contentHash]));
    sent = Array.from({ length: 300 }, (_, n) => {
      const promptName = pick(['listed', 'listed', 'other', 'unheard of'], n);
      const promptVersion = pick([1, 2], n * 7 + 1);
      const onTrial = promptName === 'listed' && n % 3 === 0;
      return trace({
        promptName,
        promptVersion,
        contentHash: n % 11 === 0 ? 'f'.repeat(64) : hashes.get(promptVersion),
        source: pick(['version', 'label', 'latest', 'file'], n * 3 + 2),
        ...(onTrial
          ? {
              source: 'experiment',
              experimentId: experiment.id,
              variant: promptVersion === 1 ? 'control' : 'b',
            }
          : {}),
        conversationId: `conversation ${n % 40}`,
        agent: pick(['architect', 'energy_analyst'], n * 5 + 3),
        ...(n % 4 ? { model: pick(['large', 'small'], n) } : {}),
        // Many start in the same millisecond.
        startedAt: at(Math.floor(n / 9) * 1_000),
        status: pick(['ok', 'ok', 'ok', 'error', 'unfinished'], n * 13 + 5),
      });
    });
    const { body: report } = await sendTraces(server.admin, ...sent);
    expect(report).toMatchObject({ accepted: sent.length, rejected: [] });
  });
  afterAll(() => server?.stop());

  it('are listed newest first, as they were sent', async () => {
    const { items } = await list({ limit: '200' });
    const expected = inOrder(sent).reverse().slice(0, 200);
    expect(idsOf(items)).toEqual(idsOf(expected));
    const trial = items.find(({ experimentId, flag }) => experimentId !== null && flag === null);
    const wanted = sent.find(({ id }) => id === trial.id);
    expect(trial).toEqual({
      ...wanted,
      promptId: ids['listed'],
      experimentName: 'test',
      model: wanted.model ?? null,
      receivedAt: expect.any(String),
      inputTokens: null,
      outputTokens: null,
      cost: null,
      flag: null,
    });
  });

  it.each<[string, Record<string, string>, (row: Json) => boolean]>([
    ['nothing', {}, () => true],
    ['a prompt by name', { prompt: 'listed' }, (row) => row.promptName === 'listed'],
    ['a prompt by id', { prompt: '$other' }, (row) => row.promptName === 'other'],
    ['a prompt that is not registered', { prompt: 'unheard of' }, (row) => row.promptName === 'unheard of'],
    ['a prompt in other case', { prompt: 'LISTED' }, (row) => row.promptName === 'listed'],
    ['an unregistered one in other case', { prompt: 'Unheard Of' }, (row) => row.promptName === 'unheard of'],
    ['a prompt nobody named', { prompt: 'nobody' }, () => false],
    [
      'a version',
      { prompt: 'listed', version: '2' },
      (row) => row.promptName === 'listed' && row.promptVersion === 2,
    ],
    ['a variant', { variant: 'control' }, (row) => row.variant === 'control'],
    ['an experiment', { experimentId: '$experiment' }, (row) => row.experimentId !== undefined],
    [
      'an experiment and a variant',
      { experimentId: '$experiment', variant: 'b', status: 'ok' },
      (row) => row.variant === 'b' && row.status === 'ok',
    ],
    [
      'a conversation',
      { conversationId: 'conversation 7' },
      (row) => row.conversationId === 'conversation 7',
    ],
    [
      'a conversation and a prompt',
      { conversationId: 'conversation 7', prompt: 'listed' },
      (row) => row.conversationId === 'conversation 7' && row.promptName === 'listed',
    ],
    ['an agent', { agent: 'architect' }, (row) => row.agent === 'architect'],
    ['a model', { model: 'small' }, (row) => row.model === 'small'],
    ['a source', { source: 'file' }, (row) => row.source === 'file'],
    [
      'a status',
      { status: 'error', agent: 'architect' },
      (row) => row.status === 'error' && row.agent === 'architect',
    ],
    [
      'a span of time',
      { from: at(5_000), to: '2026-01-10T13:00:09+01:00' },
      (row) => row.startedAt >= at(5_000) && row.startedAt < at(9_000),
    ],
    [
      'a span of time and a prompt',
      { from: at(5_000), prompt: 'other' },
      (row) => row.startedAt >= at(5_000) && row.promptName === 'other',
    ],
    ['a flag', { flag: 'unknown_prompt' }, (row) => row.promptName === 'unheard of'],
    [
      'any flag',
      { flag: 'any', prompt: 'other' },
      (row) => row.promptName === 'other' && row.contentHash === 'f'.repeat(64),
    ],
  ])('are found by %s, in pages as in one, in both orders', async (_, given, matches) => {
    const filters = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        value === '$experiment' ? experiment.id : value.startsWith('$') ? (ids[value.slice(1)] ?? '') : value,
      ]),
    );
    const expected = idsOf(inOrder(sent.filter(matches)));
    expect(expected.length > 3).toBe(given['prompt'] !== 'nobody');
    expect(idsOf(await pages({ ...filters, order: 'asc' }, 7))).toEqual(expected);
    expect(idsOf(await pages({ ...filters, order: 'desc' }, 60))).toEqual([...expected].reverse());
  });

  it.each<Record<string, string>>([{}, { prompt: 'other' }, { agent: 'architect' }])(
    'are each listed once while others arrive, with %j',
    async (filters) => {
      const before = new Set(idsOf(await pages(filters, 200)));
      // In front, behind and between; gone afterwards, so that no test disturbs another.
      const arrived: string[] = [];
      const arrive = async () => {
        const places = [-60_000, 0, 7_000, 15_500, 60_000];
        const others = places.map((ms) =>
          trace({ promptName: 'other', agent: 'architect', startedAt: at(ms), contentHash: null }),
        );
        arrived.push(...idsOf(others));
        await sendTraces(server.admin, ...others);
      };
      const found = idsOf(await pages(filters, 40, arrive));
      await server.sql('DELETE FROM traces WHERE id = ANY ($1::uuid[])', [arrived]);
      expect(new Set(found).size).toBe(found.length);
      const known = found.filter((id) => !arrived.includes(id));
      expect(new Set(known)).toEqual(before);
      expect(arrived.length).toBeGreaterThan(0);
    },
  );

  it('are found by the name of their prompt also when it was registered later', async () => {
    const make = (n: number, agent: string) =>
      trace({ promptName: n % 3 ? 'later' : 'LATER', agent, startedAt: at(n * 500), contentHash: null });
    const before = Array.from({ length: 30 }, (_, n) => make((n * 7) % 30, 'early'));
    await sendTraces(server.admin, ...before);
    expect(idsOf(await pages({ prompt: 'later', order: 'asc' }, 9))).toEqual(idsOf(inOrder(before)));
    await trials.prompt('later');
    const after = Array.from({ length: 30 }, (_, n) => make((n * 11) % 30, n % 2 ? 'late' : 'early'));
    await sendTraces(server.admin, ...after);
    const both = inOrder([...before, ...after]);
    const early = both.filter(({ agent }) => agent === 'early');
    for (const limit of [1, 7, 45, 200]) {
      expect(idsOf(await pages({ prompt: 'later', order: 'asc' }, limit))).toEqual(idsOf(both));
      expect(idsOf(await pages({ prompt: 'later' }, limit))).toEqual(idsOf(both).reverse());
      expect(idsOf(await pages({ prompt: 'later', agent: 'early' }, limit))).toEqual(idsOf(early).reverse());
    }
    const { id } = (await server.admin.get(promptPath('later'))).body;
    expect(idsOf(await pages({ prompt: id, order: 'asc' }, 7))).toEqual(idsOf(inOrder(after)));
  });

  it.each<[string, string]>([
    ['version', 'version=0'],
    ['version', 'version=x'],
    ['experimentId', 'experimentId=x'],
    ['source', 'source=x'],
    ['status', 'status='],
    ['flag', 'flag=none'],
    ['from', 'from=2026-01-01'],
    ['from', 'from=2026-02-30T00:00:00Z'],
    ['cursor', 'cursor=x'],
    ['limit', 'limit=201'],
    ['order', 'order=up'],
    ['agent', 'agent='],
    ['agent', 'agent=a&agent=b'],
    ['page', 'page=1'],
  ])('are refused for an impossible %s: %s', async (field, query) => {
    const refused = await server.admin.get(`${TRACES}?${query}`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(refused.body.errors[0].field).toBe(field);
  });

  it('are looked through 50,000 at a time, and all of them in the end', async () => {
    const [rare, rarest] = [newId(), newId()];
    await server.sql(
      `INSERT INTO traces (id, prompt_name, source, agent, started_at, received_at, status, digest)
       SELECT md5('bulk' || n)::uuid, 'bulk', 'latest', 'bulk', '2025-01-01Z'::timestamptz + n * interval '1 ms', now(), 'ok', md5('')::uuid
       FROM generate_series(1, 120000) AS n`,
    );
    await server.sql(
      `INSERT INTO traces (id, prompt_name, source, agent, started_at, received_at, status, digest) VALUES
       ($1, 'bulk', 'latest', 'rare', '2025-01-01T00:01:00Z', now(), 'ok', md5('')::uuid),
       ($2, 'bulk', 'latest', 'rare', '2024-12-31T00:00:00Z', now(), 'ok', md5('')::uuid)`,
      [rare, rarest],
    );
    const look = async (filters: Record<string, string>): Promise<[sizes: number[], found: string[]]> => {
      const sizes: number[] = [];
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Listed = await list({ ...filters, agent: 'rare', ...(cursor ? { cursor } : {}) });
        sizes.push(page.items.length);
        found.push(...idsOf(page.items));
        cursor = page.nextCursor;
      }
      return [sizes, found];
    };
    expect(await look({ to: '2025-06-01T00:00:00Z' })).toEqual([
      [0, 1, 1],
      [rare, rarest],
    ]);
    // What a quick look found waits until a slow one has come as far.
    await trials.prompt('bulk');
    const late = trace({
      promptName: 'bulk',
      agent: 'rare',
      startedAt: '2024-12-30T00:00:00Z',
      contentHash: null,
    });
    await sendTraces(server.admin, late);
    expect(await look({ prompt: 'bulk' })).toEqual([
      [0, 1, 2],
      [rare, rarest, late.id],
    ]);
    await server.sql(`DELETE FROM traces WHERE prompt_name = 'bulk'`);
  });
});
