import { planExperiment, type PlanRequest } from '@prompt-registry/statistics';
import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { random } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-02T09:00:00.000Z');
/** Conversations of the prompt `busy`: 400 in 10 days. */
const COUNT = 400;
const DAYS = 10;
const WINDOW_DAYS = (1_440 + 5) / 1_440;

let server: TestServer;
const contract = new Contract();
const trials = new Trials(() => server);
const iso = (ms: number) => new Date(ms).toISOString();
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
};

/** What was acted on of each conversation, and how long it took. */
const known: { acted: number[]; latency: number[] } = { acted: [], latency: [] };

beforeAll(async () => {
  server = await startServer({ env: { EVALUATION_CRON: '0 0 1 1 *' } });
  jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(NOW - DAYS * DAY));
  for (const name of ['busy', 'idle']) await trials.prompt(name);
  const draw = random(5);
  const traces: Json[] = [];
  const outcomes: Json[] = [];
  for (let i = 0; i < COUNT; i++) {
    const startedAt = NOW - DAYS * DAY + (i * DAYS * DAY) / COUNT;
    const acted = draw() < 0.3 ? 1 : 0;
    // Two turns; a conversation's latency is their mean.
    const latencies = [800 + 400 * draw(), 800 + 400 * draw()];
    const of = { promptName: 'busy', promptVersion: 2, contentHash: null, conversationId: `c${i}` };
    const turns = latencies.map((latencyMs) => trace({ ...of, startedAt: iso(startedAt), latencyMs }));
    traces.push(...turns);
    const said = { metric: 'user_actioned', value: acted, occurredAt: iso(startedAt) };
    outcomes.push(outcome({ ...said, traceId: turns[0].id }));
    known.acted.push(acted);
    known.latency.push(mean(latencies));
  }
  for (let day = 0; day <= DAYS; day++) {
    jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(NOW - (DAYS - day) * DAY));
    const due = (all: readonly Json[], member: string) =>
      all.filter((item) => {
        const ago = (NOW - Date.parse(item[member])) / DAY;
        return Math.ceil(ago) === DAYS - day + 1 || (day === DAYS && ago <= 0);
      });
    const [sentTraces, sentOutcomes] = [due(traces, 'startedAt'), due(outcomes, 'occurredAt')];
    if (sentTraces.length > 0) await sendTraces(server.admin, ...sentTraces);
    if (sentOutcomes.length > 0) await sendOutcomes(server.admin, ...sentOutcomes);
  }
  // One millisecond later all of it was received before.
  jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(NOW + 1));
});
afterAll(() => server?.stop());

/** Every answer is what the contract promises. */
async function preview(body: object, status = 200): Promise<Json> {
  const answer = await server.admin.post('/api/v1/experiments/plan', body);
  expect([answer.status, answer.body]).toEqual([status, answer.body]);
  expect(contract.problems('planExperiment', answer)).toEqual([]);
  return answer.body;
}
const BUSY = { prompt: 'busy', primaryMetric: 'user_actioned', minimumDetectableEffects: [0.05, 0.1, 0.2] };

/** What the library says of the same figures. */
const planned = (effect: number, more: Partial<PlanRequest> = {}) => {
  const rate = mean(known.acted);
  return planExperiment({
    metrics: [
      {
        name: 'user_actioned',
        role: 'success',
        weight: 1,
        spread: { rate, change: 1 },
        effect,
      },
    ],
    shares: [0.5, 0.5],
    mode: 'hybrid',
    alpha: 0.05,
    power: 0.8,
    futility: true,
    minimumUnits: 30,
    guardrailAlpha: 0.05,
    plannedPart: 0.8,
    unitsPerDay: COUNT / DAYS,
    maximumRuntimeDays: 28 - WINDOW_DAYS,
    maximumUnits: null,
    ...more,
  });
};

describe('a plan', () => {
  it("knows the prompt's own traffic", async () => {
    const body = await preview({ ...BUSY, guardrails: [{ metric: 'latency' }] });
    expect(body.conversationsPerDay).toBeCloseTo(COUNT / DAYS, 3);
    expect(body).toMatchObject({ conversations: COUNT, basis: 'measured', unsized: [] });
    expect(body.days).toBeCloseTo(DAYS, 3);
    expect(body.baselines.map(({ metric }: Json) => metric)).toEqual(['user_actioned', 'latency']);
    const [acted, latency] = body.baselines;
    expect([acted.conversations, latency.conversations]).toEqual([COUNT, COUNT]);
    expect(acted.mean).toBeCloseTo(mean(known.acted), 12);
    expect(latency.mean).toBeCloseTo(mean(known.latency), 9);
    expect(latency.standardDeviation).toBeCloseTo(deviation(known.latency), 9);
  });

  it('asks for the units that an experiment is given, and the days that they take', async () => {
    const { plans } = await preview(BUSY);
    expect(plans.map((plan: Json) => plan.minimumDetectableEffect)).toEqual([0.05, 0.1, 0.2]);
    for (const plan of plans) {
      const wanted = planned(plan.minimumDetectableEffect);
      expect(plan.units).toBe(wanted.totalUnits);
      expect(plan.unitsByVariant).toEqual([plan.units / 2, plan.units / 2]);
      expect(plan.conversationsPerDayNeeded).toBeCloseTo(plan.units / (28 - WINDOW_DAYS), 6);
      expect(plan.days).toBeCloseTo((wanted.days as number) + WINDOW_DAYS, 4);
      expect(plan.expectedDays).toBeCloseTo((wanted.expectedDays as number) + WINDOW_DAYS, 4);
      expect(plan.refusal?.code).toBe(wanted.refusal?.code);
    }
    // Twice the effect, a quarter of the units, and a little more because a rate nearer to a half varies more.
    expect(plans[0].units / plans[1].units).toBeGreaterThan(3.7);
    expect(plans[0].units / plans[1].units).toBeLessThan(4);
    expect(plans.map(({ refusal }: Json) => refusal?.code ?? '').join()).toBe('horizon_unreachable,,');
    expect(plans[0].refusal.message).toMatch(/days of traffic, but the maximum runtime leaves/);
    // An experiment that starts now is given just these.
    const { body: draft } = await trials.draft('busy', {
      plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.1, minimumRuntimeMinutes: 0 },
    });
    await trials.act(draft.id, 'start');
    await trials.act(draft.id, 'evaluate');
    const results = (await server.admin.get<Json>(`/api/v1/experiments/${draft.id}/results`)).body;
    expect(plans[1].units - results.outlook.horizonUnits).toBeLessThanOrEqual(1);
    await trials.act(draft.id, 'stop', { reason: 'done' });
  });

  it('is longer with several variants, a part of the traffic, and guardrails', async () => {
    const one = (await preview({ ...BUSY, minimumDetectableEffects: [0.1] })).plans[0];
    const shares = [0.4, 0.3, 0.3];
    const several = (await preview({ ...BUSY, minimumDetectableEffects: [0.1], shares })).plans[0];
    expect(several.units).toBe(planned(0.1, { shares }).totalUnits);
    expect(several.unitsByVariant.reduce((sum: number, units: number) => sum + units, 0)).toBe(several.units);
    several.unitsByVariant.forEach((units: number, i: number) =>
      expect(Math.abs(units - several.units * (shares[i] as number))).toBeLessThan(3),
    );
    expect(several.units).toBeGreaterThan(one.units);
    const half = (await preview({ ...BUSY, minimumDetectableEffects: [0.1], trafficShare: 0.5 })).plans[0];
    expect(half.units).toBe(one.units);
    expect(half.days - WINDOW_DAYS).toBeCloseTo(2 * (one.days - WINDOW_DAYS), 6);
    const guarded = async (margin: number) =>
      (
        await preview({
          ...BUSY,
          minimumDetectableEffects: [0.1],
          guardrails: [{ metric: 'latency', margin }],
        })
      ).plans[0];
    const [near, far] = [await guarded(10), await guarded(0.5)];
    expect(near.units).toBeGreaterThan(one.units);
    expect(near).toMatchObject({ coarse: [], sizedBy: { metric: 'latency', asked: 10 } });
    expect(one.sizedBy.metric).toBe('user_actioned');
    // It waits four times as long at most, and says what it can show by then.
    expect(far.units).toBeGreaterThan(near.units);
    expect(far.coarse).toEqual([{ metric: 'latency', asked: 0.5, shown: expect.any(Number) }]);
    expect(far.coarse[0].shown).toBeGreaterThan(5);
    const loose = { alpha: 0.1, power: 0.6, mode: 'planned' };
    expect((await preview({ ...BUSY, minimumDetectableEffects: [0.1], ...loose })).plans[0].units).toBe(
      planned(0.1, { ...loose, mode: 'planned' }).totalUnits,
    );
  });

  it('says why no decision is possible', async () => {
    const soon = { ...BUSY, minimumDetectableEffects: [0.2] };
    const refusal = async (more: object) => (await preview({ ...soon, ...more })).plans[0].refusal;
    expect(await refusal({ maximumRuntimeMinutes: 2_880 })).toMatchObject({
      code: 'minimum_units_unreachable',
    });
    expect((await refusal({ maximumRuntimeMinutes: 2_880 })).message).toContain(
      'nothing is decided below 30',
    );
    expect(await refusal({ maximumRuntimeMinutes: 5_760 })).toMatchObject({ code: 'horizon_unreachable' });
    // Nothing settles in time.
    expect(await refusal({ maximumRuntimeMinutes: 1_000 })).toMatchObject({
      code: 'minimum_units_unreachable',
    });
    expect(await refusal({})).toBeNull();
  });

  /** Units of the widest spread that a metric in [0, 1] can have: all values 0 or 1, half of each. */
  const widest = (effect: number) =>
    planned(effect, {
      metrics: [{ name: 'any', role: 'success', weight: 1, spread: { standardDeviation: 0.5 }, effect }],
    }).totalUnits;

  it('of a metric that was never measured is that of its widest spread, and says so', async () => {
    const body = await preview({ ...BUSY, primaryMetric: 'confidence' });
    expect(body).toMatchObject({ basis: 'widest', baselines: [] });
    for (const plan of body.plans)
      expect(plan).toMatchObject({ units: widest(plan.minimumDetectableEffect), expectedDays: null });
    // 27 days of 40 conversations.
    expect(body.plans.map(({ refusal }: Json) => refusal?.code)).toEqual([
      'horizon_unreachable',
      undefined,
      undefined,
    ]);
    const reached = await preview({
      ...BUSY,
      primaryMetric: 'confidence',
      minimumDetectableEffects: [body.plans[0].sizedBy.reachable * 1.001],
    });
    expect(reached.plans[0].refusal).toBeNull();
    expect(await preview({ ...BUSY, expectedMean: 0.5 })).toEqual(await preview(BUSY));
    const measured = await preview({
      ...BUSY,
      secondaryMetrics: ['confidence'],
      guardrails: [{ metric: 'cost' }],
    });
    expect(measured).toMatchObject({ basis: 'measured', unsized: ['confidence', 'cost'] });
  });

  it('says when fewer conversations are allowed than an effect asks for, and when there is no room for it', async () => {
    const few = (await preview({ ...BUSY, minimumDetectableEffects: [0.1], maximumUnits: 100 })).plans[0];
    expect(few.refusal.code).toBe('maximum_units_too_few');
    const full = (await preview({ ...BUSY, minimumDetectableEffects: [0.8] })).plans[0];
    expect(full.refusal.code).toBe('effect_impossible');
    expect(full.refusal.message).toMatch(/^user_actioned is 0\.\d+ now and cannot rise by 0\.8/);
  });

  it('works on a scale of ratios', async () => {
    const body = await preview({ ...BUSY, primaryMetric: 'latency', minimumDetectableEffects: [10, 100] });
    expect(body.basis).toBe('measured');
    const logs = known.latency.map(Math.log);
    for (const plan of body.plans) {
      const effect = Math.log(1 + plan.minimumDetectableEffect / mean(known.latency));
      const metric = {
        name: 'latency',
        role: 'success',
        weight: 1,
        spread: { standardDeviation: deviation(logs) },
        effect,
      } as const;
      expect(plan.units).toBe(planned(0.1, { metrics: [metric] }).totalUnits);
    }
  });

  it('has an answer to whatever may be asked', async () => {
    const draw = random(23);
    const one = <T>(...of: readonly T[]) => of[Math.floor(draw() * of.length)] as T;
    for (let i = 0; i < 80; i++) {
      const primaryMetric = one('user_actioned', 'confidence', 'insight_quality', 'latency', 'cost', 'error');
      const largest = ['latency', 'cost'].includes(primaryMetric) ? 1_000_000_000 : 1;
      const guard = one('latency', 'error', 'cost', 'confidence');
      await preview({
        prompt: one('busy', 'idle'),
        primaryMetric,
        minimumDetectableEffects: [
          ...new Set([one(0.000001, 0.01, 0.5, largest), one(0.000001, 0.3, largest)]),
        ],
        ...(guard === primaryMetric
          ? {}
          : { guardrails: [{ metric: guard, margin: one(0, 0.01, 1, undefined) }] }),
        ...(primaryMetric === 'confidence' ? { secondaryMetrics: ['user_actioned'] } : {}),
        shares: one(
          [0.5, 0.5],
          [0.9999, 0.0001],
          [0.1, 0.1, 0.8],
          Array.from({ length: 10 }, () => 0.1),
        ),
        trafficShare: one(0.0001, 0.3, 1),
        alpha: one(0.001, 0.05, 0.1),
        power: one(0.5, 0.8, 0.99),
        mode: one('hybrid', 'planned', 'anytime'),
        maximumRuntimeMinutes: one(1, 10_000, 525_600),
        windowMinutes: one(1, 1_440, 525_600),
        minimumUnits: one(1, 30, 100_000_000),
        maximumUnits: one(null, 100_000_000),
        ...(primaryMetric === 'user_actioned' || primaryMetric === 'error'
          ? { expectedMean: one(null, 0.001, 0.999) }
          : { expectedStandardDeviation: one(null, 0.000001, 0.5) }),
      });
    }
  });

  it('changes nothing', async () => {
    const count = () =>
      server.sql('SELECT count(*) FROM audit_log UNION ALL SELECT count(*) FROM prompt_experiments');
    const before = await count();
    await preview(BUSY);
    expect(await count()).toEqual(before);
  });
});
