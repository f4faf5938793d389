import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';

let server: TestServer;
const contract = new Contract();
const trials = new Trials(() => server);
const START = Date.UTC(2026, 0, 10, 12);
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString();

/** Numbers in [0, 1) that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const numbersOf = (rows: readonly Json[], key: string): number[] =>
  rows.map((row) => row[key]).filter((value) => value !== undefined);
const near = (value: number): Json => expect.closeTo(value, 4);
/** Linear between the two nearest, as most tools have it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return low + (high - low) * (place - Math.floor(place));
}
function byUnit(pairs: ReadonlyArray<readonly [unit: string, value: number]>): Map<string, number> {
  const values = new Map<string, number[]>();
  for (const [unit, value] of pairs) values.set(unit, [...(values.get(unit) ?? []), value]);
  return new Map([...values].map(([unit, of]) => [unit, mean(of)]));
}

describe('the metrics of a prompt', () => {
  let sent: Json[];
  let outcomes: Json[];
  let experiment: Json;
  const hashes: string[] = [];

  const get = async (query: Record<string, string> = {}): Promise<Json> => {
    const range = { from: at(0), to: at(48), ...query };
    return server.admin.get(`${promptPath('measured')}/metrics?${new URLSearchParams(range).toString()}`);
  };

  beforeAll(async () => {
    server = await startServer();
    await trials.prompt('measured');
    await trials.prompt('other');
    const { body } = await server.admin.get(`${promptPath('measured')}/versions`);
    for (const row of body.items) hashes[row.version] = row.contentHash;
    experiment = await trials.running('measured');
    const next = numbers(7);
    sent = Array.from({ length: 400 }, (_, n) => {
      const promptVersion = n % 20 === 3 ? null : 1 + (n % 2);
      const onTrial = n % 4 < 2 && promptVersion !== null;
      return trace({
        promptName: n % 17 === 5 ? 'other' : 'measured',
        promptVersion,
        contentHash: n % 23 === 7 ? 'f'.repeat(64) : promptVersion === null ? null : hashes[promptVersion],
        source: promptVersion === null ? 'file' : n % 3 ? 'latest' : 'label',
        ...(onTrial
          ? {
              source: 'experiment',
              experimentId: experiment.id,
              variant: promptVersion === 1 ? 'control' : 'b',
            }
          : {}),
        ...(n % 5 ? { conversationId: `${promptVersion} ${n % 60}` } : {}),
        agent: n % 2 ? 'architect' : 'energy_analyst',
        startedAt: new Date(START + Math.floor(next() * 60 * HOUR)).toISOString(),
        latencyMs: Math.floor(next() * 5_000_000) / 1_000,
        ...(n % 7 ? { inputTokens: Math.floor(next() * 3_000), outputTokens: Math.floor(next() * 500) } : {}),
        ...(n % 3 ? { cost: Math.floor(next() * 1_000) / 100_000 } : {}),
        status: n % 9 === 4 ? 'error' : n % 31 === 8 ? 'unfinished' : 'ok',
      });
    });
    await sendTraces(server.admin, ...sent);
    outcomes = sent.flatMap((row, n) => [
      ...(n % 2 ? [outcome({ traceId: row.id, metric: 'confidence', value: next() })] : []),
      ...(n % 6 === 1 ? [outcome({ traceId: row.id, metric: 'confidence', value: next() })] : []),
      ...(n % 3 ? [outcome({ traceId: row.id, metric: 'architect_satisfaction', value: next() })] : []),
      ...(row.experimentId && row.conversationId
        ? [
            outcome({
              traceId: undefined,
              experimentId: row.experimentId,
              conversationId: row.conversationId,
              metric: 'user_actioned',
              value: next() < 0.4 ? 1 : 0,
            }),
          ]
        : []),
    ]);
    expect((await sendOutcomes(server.admin, ...outcomes)).body).toMatchObject({ accepted: outcomes.length });
  });
  afterAll(() => server?.stop());

  /** Nothing is known here but what was sent. */
  function expectedOf(version: number | null, within: (row: Json) => boolean): Json {
    const named = sent.filter(
      (row) =>
        row.promptName === 'measured' &&
        row.promptVersion === version &&
        row.startedAt >= at(0) &&
        row.startedAt < at(48) &&
        within(row),
    );
    const own = named.filter(({ contentHash }) => version === null || contentHash === hashes[version]);
    const costs = numbersOf(own, 'cost');
    const starts = own.map(({ startedAt }) => startedAt).sort();
    const unitOf = ({ id, conversationId }: Json): string => conversationId ?? id;
    const valuesOf = (metric: string) =>
      byUnit(
        outcomes
          .filter((one) => one.metric === metric)
          .flatMap((one) => {
            const of = one.traceId
              ? own.filter(({ id }) => id === one.traceId)
              : own
                  .filter((row) => row.experimentId && row.conversationId === one.conversationId)
                  .slice(0, 1);
            return of.map((row) => [unitOf(row), one.value] as const);
          }),
      );
    const parts = ['architect_satisfaction', 'confidence', 'user_actioned'].map(
      (metric) => [metric, valuesOf(metric)] as const,
    );
    const [architect, confidence, actioned] = parts.map(([, values]) => values) as [Json, Json, Json];
    const quality = new Map<string, number>();
    for (const [unit, value] of confidence)
      if (actioned.has(unit) && architect.has(unit))
        quality.set(unit, 0.3 * value + 0.4 * actioned.get(unit) + 0.3 * architect.get(unit));
    const all = [parts[0], parts[1], ['insight_quality', quality] as const, parts[2]];
    return {
      version,
      uses: own.length,
      conversations: new Set(own.flatMap(({ conversationId }) => conversationId ?? [])).size,
      errors: own.filter(({ status }) => status === 'error').length,
      unfinished: own.filter(({ status }) => status === 'unfinished').length,
      flagged: named.length - own.length,
      latencyMedianMs: expect.closeTo(quantile(numbersOf(own, 'latencyMs'), 0.5), 9),
      latencyP95Ms: expect.closeTo(quantile(numbersOf(own, 'latencyMs'), 0.95), 9),
      inputTokensMean: expect.closeTo(mean(numbersOf(own, 'inputTokens')), 9),
      outputTokensMean: expect.closeTo(mean(numbersOf(own, 'outputTokens')), 9),
      costSum: expect.closeTo(mean(costs) * costs.length, 9),
      costMean: expect.closeTo(mean(costs), 9),
      firstUsedAt: starts[0],
      lastUsedAt: starts.at(-1),
      sources: Object.fromEntries(
        ['experiment', 'version', 'label', 'latest', 'file'].map((source) => [
          source,
          own.filter((row) => row.source === source).length,
        ]),
      ),
      outcomes: all.flatMap((one) => {
        const [metric, values] = one as readonly [string, Map<string, number>];
        const of = [...values.values()];
        if (of.length === 0) return [];
        return [
          {
            metric,
            n: of.length,
            few: of.length < 30,
            mean: expect.closeTo(mean(of), 9),
            low: expect.anything(),
            high: expect.anything(),
          },
        ];
      }),
    };
  }

  it.each<[string, Record<string, string>, (row: Json) => boolean]>([
    ['all', {}, () => true],
    ['one variant', { variant: 'b' }, (row) => row.variant === 'b'],
    ['one agent', { agent: 'architect' }, (row) => row.agent === 'architect'],
  ])('are those of a plain computation, for %s', async (_, query, within) => {
    const { body } = await get(query);
    expect(body).toMatchObject({ promptName: 'measured', from: at(0), to: at(48) });
    const versions = query['variant'] ? [2] : query['agent'] ? [2, null] : [2, 1, null];
    expect(body.versions).toEqual(versions.map((version) => expectedOf(version, within)));
  });

  it('have intervals as wide as Student has them, over conversations', async () => {
    const { body } = await get();
    for (const { outcomes: means } of body.versions)
      for (const { metric, mean: middle, low, high } of means) {
        if (metric !== 'user_actioned') expect(middle - low).toBeCloseTo(high - middle, 9);
        expect(high).toBeGreaterThan(middle);
        expect(low).toBeLessThan(middle);
      }
    const few = [0.2, 0.4, 0.9].map((value, i) => ({ value, conversationId: `few ${i}` }));
    await trials.prompt('few');
    const traces = few.map(({ conversationId }) =>
      trace({ promptName: 'few', contentHash: null, conversationId }),
    );
    await sendTraces(server.admin, ...traces);
    await sendOutcomes(
      server.admin,
      ...few.map(({ value }, i) => outcome({ traceId: traces[i].id, value })),
      // Said twice of one conversation, which stays one.
      outcome({ traceId: traces[1].id, value: 0.6 }),
    );
    const { versions } = (await server.admin.get(`${promptPath('few')}/metrics`)).body;
    // 0.2, 0.5 and 0.9: the standard error is 0.2028, and t of two degrees of freedom 4.3027.
    const margin = 0.202759 * 4.302653;
    expect(versions[0].outcomes).toEqual([
      {
        metric: 'confidence',
        n: 3,
        few: true,
        mean: expect.closeTo(0.533333, 6),
        // Where Student's goes on beyond 0 and 1, the metric ends.
        low: 0,
        high: 1,
      },
    ]);
    expect([0.533333 - margin < 0, 0.533333 + margin > 1]).toEqual([true, true]);
  });

  it('have intervals of rates, and of equal values, that admit how few there are', async () => {
    await trials.prompt('rarely');
    const traces = Array.from({ length: 3 }, (_, i) =>
      trace({ promptName: 'rarely', contentHash: null, conversationId: `rare ${i}` }),
    );
    await sendTraces(server.admin, ...traces);
    await sendOutcomes(
      server.admin,
      ...traces.flatMap(({ id }, i) => [
        outcome({ traceId: id, value: 0.75 }),
        outcome({ traceId: id, metric: 'user_actioned', value: i === 0 ? 1 : 0 }),
      ]),
    );
    const answer = await server.admin.get(`${promptPath('rarely')}/metrics`);
    expect(contract.problems('getPromptMetrics', answer)).toEqual([]);
    // Wilson's; a point and [-1.1, 1.77] before.
    expect(answer.body.versions[0].outcomes).toEqual([
      { metric: 'confidence', n: 3, few: true, mean: 0.75, low: near(0.2561), high: near(0.9632) },
      { metric: 'user_actioned', n: 3, few: true, mean: near(0.3333), low: near(0.0615), high: near(0.7923) },
    ]);
  });

  it('have no interval from a single value, and no figures that nobody reported', async () => {
    await trials.prompt('once');
    const only = trace({ promptName: 'once', contentHash: null, latencyMs: undefined });
    await sendTraces(server.admin, only);
    await sendOutcomes(server.admin, outcome({ traceId: only.id, value: 0.5 }));
    const { versions } = (await server.admin.get(`${promptPath('once')}/metrics`)).body;
    expect(versions).toMatchObject([
      {
        uses: 1,
        conversations: 0,
        latencyMedianMs: null,
        latencyP95Ms: null,
        inputTokensMean: null,
        costSum: null,
        outcomes: [{ n: 1, mean: 0.5, low: null, high: null }],
      },
    ]);
  });

  it('are of the last 30 days unless other times are given', async () => {
    const now = jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(at(30 * 24 + 10)));
    const { body } = await server.admin.get(`${promptPath('measured')}/metrics`);
    now.mockRestore();
    expect(body).toMatchObject({ from: at(10), to: at(30 * 24 + 10) });
    const uses = body.versions.reduce((sum: number, one: Json) => sum + one.uses + one.flagged, 0);
    const expected = sent.filter((row) => row.promptName === 'measured' && row.startedAt >= at(10));
    expect(uses).toBe(expected.length);
    expect(await get({ from: at(100), to: at(90) })).toMatchObject({ status: 200, body: { versions: [] } });
  });

  it('are those of prompts there are', async () => {
    expect(await server.admin.get('/api/v1/prompts/none/metrics')).toMatchObject({
      status: 404,
      body: { code: 'PROMPT_NOT_FOUND' },
    });
    expect(await get({ from: '2026-02-30T00:00:00Z' })).toMatchObject({ status: 422 });
    expect(await get({ version: '1' })).toMatchObject({ status: 422 });
  });

  it.each([
    ['from', '1999-12-31T23:59:59Z'],
    ['from', '3000-01-01T00:00:00Z'],
    ['to', '9999-12-31T23:59:59-23:59'],
    ['to', '0000-01-01T00:00:00Z'],
  ])('are not asked for %s %s', async (field, moment) => {
    const refused = await get({ [field]: moment });
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, field]);
  });

  it('are asked for until the last moment of the millennium, in any offset', async () => {
    const { status, body } = await get({ to: '2999-12-31T23:59:59-23:59' });
    expect([status, body.to]).toEqual([200, '3000-01-01T23:58:59.000Z']);
  });
});
