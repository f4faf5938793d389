import { DataSource } from 'typeorm';
import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { simulated, Traffic } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };
const NONE = { draft: 0, running: 0, paused: 0, completed: 0, stopped: 0 };

let server: TestServer;
const contract = new Contract();
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

/** Every answer is what the contract promises. */
async function standings(query = '', status = 200): Promise<Json> {
  const answer = await server.admin.get<Json>(`/api/v1/experiments/standings${query}`);
  expect(answer.status).toBe(status);
  expect(contract.problems('listExperimentStandings', answer)).toEqual([]);
  return answer.body;
}
const names = ({ items }: Json) => items.map(({ name }: Json) => name);

beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());

it('is empty when there is no experiment', async () => {
  expect(await standings()).toEqual({
    items: [],
    total: 0,
    page: 1,
    pageSize: 50,
    counts: NONE,
    owners: [],
    prompts: [],
  });
});

describe('where experiments stand', () => {
  let running: Json;
  let won: Json;
  const chance = (variant: string) => (variant === 'b' ? 0.8 : 0.2);

  beforeAll(async () => {
    running = await traffic.experiment('on_trial', {}, { name: 'running one' });
    const even = simulated({ seed: 2, conversations: 120, rate: 10, chance: () => 0.5 });
    await traffic.deliver(running, even, 0, 100);
    won = await traffic.experiment('decided', {}, { name: 'Won' });
    await traffic.deliver(won, simulated({ seed: 1, conversations: 300, rate: 10, chance }), 0, 100);
    await traffic.evaluate(running, 40);
    await traffic.evaluate(won, 40);
    await trials.draft('decided', { name: 'a draft', hypothesis: '100% better_' });
  });

  it('is what the results of each say, what runs first', async () => {
    const body = await standings();
    expect(names(body)).toEqual(['running one', 'a draft', 'Won']);
    const [first, draft, last] = body.items;
    const results = (await server.admin.get(`/api/v1/experiments/${running.id}/results`)).body as Json;
    const [comparison] = results.readOut.metrics[0].comparisons;
    expect(first).toMatchObject({
      id: running.id,
      promptName: 'on_trial',
      attention: 'running',
      verdict: results.verdict,
      units: results.readOut.units,
      progress: results.readOut.progress,
      daysLeft: results.outlook.daysLeft,
      primaryMetric: {
        name: 'user_actioned',
        kind: 'binary',
        scale: 'linear',
        variant: 'b',
        difference: comparison.difference,
        interval: comparison.interval,
      },
    });
    expect(first.daysLeft).toBeGreaterThan(0);
    expect(draft).toMatchObject({
      status: 'draft',
      attention: null,
      verdict: null,
      daysLeft: null,
      units: 0,
      primaryMetric: { name: 'user_actioned', variant: null, difference: null },
    });
    expect(last).toMatchObject({
      status: 'completed',
      attention: null,
      verdict: 'success',
      winner: 'b',
      daysLeft: null,
      promoted: false,
      primaryMetric: { variant: 'b', difference: expect.any(Number) },
    });
  });

  it('counts every status under the other filters', async () => {
    const counts = { ...NONE, draft: 1, running: 1, completed: 1 };
    expect(await standings('?status=draft&status=completed')).toMatchObject({ total: 2, counts });
    const ofPrompt = await standings('?prompt=decided&status=running');
    expect(ofPrompt).toMatchObject({ total: 0, items: [], counts: { ...counts, running: 0 } });
    expect(ofPrompt.prompts).toEqual(['decided', 'on_trial']);
    expect(ofPrompt.owners).toHaveLength(1);
  });

  it.each([
    ['?q=100%25', ['a draft']],
    ['?q=WON', ['Won']],
    ['?owner=nobody', []],
    ['?sort=name', ['a draft', 'running one', 'Won']],
    ['?sort=prompt', ['a draft', 'Won', 'running one']],
    ['?sort=name&pageSize=2&page=2', ['Won']],
  ])('finds by %s', async (query, expected) => {
    expect(names(await standings(query))).toEqual(expected);
  });

  it.each([
    ['?sort=colour', 'sort'],
    ['?status=happy', 'status'],
    ['?page=0', 'page'],
  ])('refuses %s', async (query, field) => {
    expect(await standings(query, 422)).toMatchObject({ code: 'INVALID_INPUT', errors: [{ field }] });
  });

  it('asks the database the same number of times for one experiment as for many', async () => {
    const asked = async (query: string) => {
      const spy = jest.spyOn(server.app.get(DataSource), 'query');
      await standings(query);
      // The server has other things to ask meanwhile.
      const own = spy.mock.calls.filter(([text]) =>
        text.includes('FROM prompt_experiments e JOIN prompts p'),
      );
      spy.mockRestore();
      return own.length;
    };
    expect([await asked('?pageSize=1'), await asked('?pageSize=200')]).toEqual([3, 3]);
  });

  it('has days left before the first look too: its maximum runtime', async () => {
    await traffic.experiment('fresh', { maximumRuntimeMinutes: 2_880 });
    traffic.clock(1_440);
    expect((await standings('?prompt=fresh')).items).toMatchObject([
      { daysLeft: 1, evaluatedAt: null, units: 0 },
    ]);
  });
});
