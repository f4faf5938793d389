import { DEFAULT_SETTINGS, planExperiment, type Spread } from '@prompt-registry/statistics';
import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { Trials } from '../../e2e/trials';

const RATE = 0.3;
const WINDOW_DAYS = (1_440 + 5) / 1_440;

let server: TestServer;
const contract = new Contract();
const trials = new Trials(() => server);

beforeAll(async () => {
  server = await startServer({ env: { EVALUATION_CRON: '0 0 1 1 *' } });
  await trials.prompt('idle');
});
afterAll(() => server?.stop());

/** Every answer is what the contract promises. */
async function preview(body: object, status = 200): Promise<Json> {
  const answer = await server.admin.post('/api/v1/experiments/plan', body);
  expect([answer.status, answer.body]).toEqual([status, answer.body]);
  expect(contract.problems('planExperiment', answer)).toEqual([]);
  return answer.body;
}
const IDLE = { prompt: 'idle', primaryMetric: 'user_actioned', minimumDetectableEffects: [0.05, 0.1, 0.2] };

/** What the library says. */
const units = (spread: Spread, effect: number) =>
  planExperiment({
    ...DEFAULT_SETTINGS,
    metrics: [{ name: 'any', role: 'success', weight: 1, spread, effect }],
    shares: [0.5, 0.5],
    unitsPerDay: 0,
    maximumRuntimeDays: 28 - WINDOW_DAYS,
    maximumUnits: null,
  }).totalUnits;

describe('a plan', () => {
  it('of a prompt that nobody uses says how many conversations it takes, and how many a day', async () => {
    const body = await preview({ ...IDLE });
    expect(body).toMatchObject({ conversations: 0, conversationsPerDay: 0, baselines: [], basis: 'widest' });
    for (const plan of body.plans) {
      expect(plan).toMatchObject({
        units: units({ standardDeviation: 0.5 }, plan.minimumDetectableEffect),
        days: null,
        expectedDays: null,
        sizedBy: { metric: 'user_actioned', asked: plan.minimumDetectableEffect, reachable: null },
        refusal: { code: 'no_traffic' },
      });
      expect(plan.conversationsPerDayNeeded).toBeCloseTo(plan.units / (28 - WINDOW_DAYS), 6);
    }
    // Smaller effects need more, however small.
    expect(body.plans[0].units).toBeGreaterThan(3_800);
    const half = await preview({ ...IDLE, trafficShare: 0.5 });
    expect(half.plans[0].conversationsPerDayNeeded).toBeCloseTo(
      2 * body.plans[0].conversationsPerDayNeeded,
      6,
    );
    // A rate that somebody expects varies less.
    const expected = await preview({ ...IDLE, expectedMean: RATE });
    expect(expected.basis).toBe('expected');
    expect(expected.plans.map((plan: Json) => plan.units)).toEqual(
      [0.05, 0.1, 0.2].map((effect) => units({ rate: RATE, change: 1 }, effect)),
    );
  });

  it('is none where nothing says how much a metric varies, and says what is missing', async () => {
    const cost = { ...IDLE, primaryMetric: 'cost', minimumDetectableEffects: [0.5] };
    const body = await preview(cost);
    expect(body).toMatchObject({ basis: 'unknown', plans: [{ sizedBy: null }] });
    expect(body.plans[0]).toMatchObject({
      units: null,
      unitsByVariant: null,
      days: null,
      expectedDays: null,
      refusal: { code: 'spread_unknown', message: expect.stringContaining('standard deviation') },
    });
    const given = await preview({ ...cost, expectedStandardDeviation: 2 });
    expect(given).toMatchObject({ basis: 'expected', plans: [{ refusal: { code: 'no_traffic' } }] });
    expect(given.plans[0].units).toBe(units({ standardDeviation: 2 }, 0.5));
  });
});

describe('a plan that cannot be is refused', () => {
  it.each<[string, object, string]>([
    ['an unknown primary metric', { primaryMetric: 'happiness' }, 'primaryMetric'],
    [
      'an unknown guardrail',
      { guardrails: [{ metric: 'latency' }, { metric: 'calm' }] },
      'guardrails[1].metric',
    ],
    ['an unknown secondary metric', { secondaryMetrics: ['error', 'calm'] }, 'secondaryMetrics[1]'],
    ['a metric named twice', { guardrails: [{ metric: 'user_actioned' }] }, 'guardrails[0].metric'],
    ['shares that do not sum to 1', { shares: [0.5, 0.4] }, 'shares'],
    ['one variant', { shares: [1] }, 'shares'],
    ['an effect beyond the range', { minimumDetectableEffects: [0.1, 1.5] }, 'minimumDetectableEffects[1]'],
    ['no effect', { minimumDetectableEffects: [] }, 'minimumDetectableEffects'],
    ['an effect of nothing', { minimumDetectableEffects: [0] }, 'minimumDetectableEffects'],
    ['a margin beyond the range', { guardrails: [{ metric: 'error', margin: 3 }] }, 'guardrails[0].margin'],
    ['an expected rate of 1', { expectedMean: 1 }, 'expectedMean'],
    ['an expected spread of a rate', { expectedStandardDeviation: 0.2 }, 'expectedStandardDeviation'],
    ['an unknown mode', { mode: 'hopeful' }, 'mode'],
    ['an unknown member', { colour: 'red' }, 'colour'],
  ])('%s', async (_, more, field) => {
    const problem = await preview({ ...IDLE, ...more }, 422);
    expect(problem.code).toBe('INVALID_INPUT');
    expect(problem.errors.map((error: Json) => error.field)).toEqual([field]);
  });

  it('a prompt that there is not', async () => {
    expect((await preview({ ...IDLE, prompt: 'nowhere' }, 404)).code).toBe('PROMPT_NOT_FOUND');
  });
});
