import {
  advance,
  countAssignment,
  countExcluded,
  initialState,
  readOut,
  type ExperimentSettings,
} from '@prompt-registry/statistics';
import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { simulated, START, MINUTE, Traffic, type Delivery } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };
const NOBODY = '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77';
const WINDOW = 5;
const GRACE = 1;

let server: TestServer;
const contract = new Contract();
beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

/** Every answer is what the contract promises. */
async function get(operation: string, path: string, status = 200): Promise<Json> {
  const answer = await server.admin.get(path);
  expect(answer.status).toBe(status);
  expect(contract.problems(operation, answer)).toEqual([]);
  return answer.body;
}
const results = (id: string, status?: number) =>
  get('getExperimentResults', `/api/v1/experiments/${id}/results`, status);
const won = (conversations: number, seed = 3) =>
  simulated({
    seed,
    conversations,
    rate: 10,
    chance: (variant) => (variant === 'b' ? 0.7 : 0.3),
    latency: (_, draw) => 900 + 200 * draw(),
  });
const GUARDED = { guardrails: [{ metric: 'latency', margin: 150 }], minimumRuntimeMinutes: 1_000 };

/** What of `deliveries` was settled until a minute, by plain sums: per variant, the mean of a value of each conversation. */
function means(
  deliveries: readonly Delivery[],
  until: number,
  of: (delivery: Delivery) => number | undefined,
) {
  return (['control', 'b'] as const).map((variant) => {
    const values = deliveries
      .filter((delivery) => delivery.variant === variant && delivery.minute + WINDOW + GRACE <= until)
      .flatMap((delivery) => of(delivery) ?? []);
    return { count: values.length, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

describe('the results of an experiment', () => {
  let figuresId: string;

  it('say little of a draft, and nothing of one that there is not', async () => {
    await trials.prompt('draft');
    const { body: draft } = await trials.draft('draft');
    expect(await results(draft.id)).toEqual({
      experimentId: draft.id,
      status: 'draft',
      verdict: null,
      reasons: [],
      evaluatedAt: null,
      overdue: false,
      readOut: null,
      funnel: null,
      outlook: null,
    });
    expect((await results(NOBODY, 404)).code).toBe('EXPERIMENT_NOT_FOUND');
    expect((await results('draft', 404)).code).toBe('EXPERIMENT_NOT_FOUND');
  });

  it('know the traffic before the first evaluation', async () => {
    const experiment = await traffic.experiment('unseen');
    await traffic.deliver(experiment, won(40), 0, 30);
    expect(await results(experiment.id)).toMatchObject({
      status: 'running',
      verdict: null,
      readOut: null,
      evaluatedAt: null,
      outlook: null,
      funnel: {
        exposed: 40,
        settled: 0,
        counted: 0,
        leftOut: { mixed: 0, late: 0, other: 0 },
        flaggedTraces: {},
      },
    });
  });

  it('are the figures of its conversations', async () => {
    const experiment = await traffic.experiment('figures', GUARDED);
    figuresId = experiment.id;
    const plain = won(200);
    // The last that is settled at minute 24 began at 18.
    const until = 24;
    const extra: Delivery[] = [
      { conversation: 'both', variant: 'b', minute: 2, at: 2, more: { latencyMs: 1_000 } },
      { conversation: 'both', variant: 'control', minute: 3, at: 3, more: { latencyMs: 1_000 } },
      { conversation: 'silent', variant: 'b', minute: 2, at: 2, more: { latencyMs: undefined } },
      { conversation: 'forged', variant: 'b', minute: 2, at: 2, more: { contentHash: '0'.repeat(64) } },
    ];
    await traffic.deliver(experiment, [...plain, ...extra], 0, until);
    await traffic.evaluate(experiment, until);
    const body = await results(experiment.id);

    // The same conversations through the library, in their order.
    const [{ settings: frozen }] = await server.sql<Json>(
      'SELECT settings FROM experiment_statistics WHERE experiment_id = $1',
      [experiment.id],
    );
    const settings = JSON.parse(frozen) as ExperimentSettings;
    const state = initialState(settings);
    const propensities = [0.5, 0.5];
    const firsts = [...plain, ...extra]
      .filter(({ outcome, conversation, minute }) => !outcome && conversation !== 'forged' && minute < until)
      .filter(({ conversation, minute }) => conversation !== 'both' || minute === 2)
      .sort((a, b) => a.at - b.at || (a.conversation < b.conversation ? -1 : 1));
    for (const { variant } of firsts.filter(({ at }) => at + GRACE <= until))
      countAssignment(state, settings, variant === 'b' ? 1 : 0, propensities);
    for (const { conversation, variant, at, more } of firsts) {
      if (at + WINDOW + GRACE > until) continue;
      if (conversation === 'both') {
        countExcluded(state, 'mixed');
        continue;
      }
      const said = plain.find((delivery) => delivery.conversation === conversation && delivery.outcome);
      const latency = (more as { latencyMs?: number }).latencyMs ?? null;
      const values = [said?.outcome?.value ?? null, latency];
      const due = START + (at + WINDOW + GRACE) * MINUTE;
      advance(state, settings, { variant: variant === 'b' ? 1 : 0, propensities, values, at: due });
    }
    expect(state.units).toBeGreaterThan(150);
    expect(body.readOut).toEqual(JSON.parse(JSON.stringify(readOut(state, settings))));

    // And by plain sums; the silent one was not acted on.
    const [control, b] = means(plain, until + 1, ({ outcome }) => outcome?.value) as [Json, Json];
    const [primary, guardrail] = body.readOut.metrics;
    expect(primary.variants.map(({ count }: Json) => count)).toEqual([control.count, b.count + 1]);
    expect(primary.variants[0].mean).toBeCloseTo(control.mean, 12);
    expect(primary.variants[1].mean).toBeCloseTo((b.mean * b.count) / (b.count + 1), 12);
    expect(primary.comparisons[0].difference).toBeCloseTo(
      primary.variants[1].mean - primary.variants[0].mean,
      12,
    );
    const latencies = means(
      plain,
      until,
      ({ more }) => (more as { latencyMs?: number } | undefined)?.latencyMs,
    );
    latencies.forEach(({ count, mean }, i) => {
      expect(guardrail.variants[i].count).toBe(count);
      expect(guardrail.variants[i].mean).toBeCloseTo(mean, 9);
    });
  });

  it('have a funnel that adds up', async () => {
    const id = figuresId;
    const { funnel, readOut: figures, outlook, reasons } = await results(id);
    const [{ exposed, settled }] = await server.sql<Json>(
      `SELECT count(*)::integer AS exposed, (count(settled_event))::integer AS settled FROM exposures WHERE experiment_id = $1`,
      [id],
    );
    expect(funnel).toMatchObject({
      exposed,
      settled,
      leftOut: { mixed: 1 },
      flaggedTraces: { hash_mismatch: 1 },
    });
    const { mixed, late, other } = funnel.leftOut;
    expect(funnel.counted + mixed + late + other).toBe(funnel.settled);
    expect(funnel.counted).toBe(figures.units);
    expect(funnel.exposed).toBeGreaterThan(funnel.settled);
    // 202 in the first 24 minutes.
    expect(outlook.conversationsPerDay).toBeCloseTo((202 / 24) * 1_440, 6);
    expect(outlook.endsAtLatest).toBe(new Date(START + 100_000 * MINUTE).toISOString());
    expect(reasons.map(({ code }: Json) => code)).toContain('minimum_runtime');
  });

  it('stay as they were when it ended', async () => {
    const experiment = await traffic.experiment('ended');
    const deliveries = won(600);
    await traffic.deliver(experiment, deliveries, 0, 61);
    await traffic.evaluate(experiment, 61);
    const done = await trials.get(experiment.id);
    expect(done.status).toBe('completed');
    await traffic.deliver(experiment, deliveries, 61, 100);
    traffic.clock(3_000);
    const body = await results(experiment.id);
    expect(body).toMatchObject({ status: 'completed', verdict: 'success', outlook: { daysLeft: null } });
    expect(body.readOut).toEqual(done.metrics);
    expect(body.reasons).toEqual(done.decision.record.decision.reasons);
    const { funnel } = body;
    expect(funnel.exposed).toBeGreaterThan(funnel.settled);
    expect(funnel.counted).toBe(done.decision.record.lastSeq);
  });

  it('say of which conversations a difference is, once the planned ones are in and more come', async () => {
    const experiment = await traffic.experiment('frozen', {
      maximumUnits: 100,
      approval: true,
    });
    // Won early, and waiting for a person to agree.
    const deliveries = won(260);
    await traffic.deliver(experiment, deliveries, 0, 40);
    await traffic.evaluate(experiment, 40);
    const { readOut: figures, outlook } = await results(experiment.id);
    // The plan allows a hundred, of the about thousand that its effect takes.
    expect(outlook).toMatchObject({ horizonUnits: 100, underpowered: { power: expect.any(Number) } });
    expect(outlook.underpowered.neededUnits).toBeGreaterThan(900);
    expect(outlook.underpowered.power).toBeLessThan(0.2);
    const [primary] = figures.metrics;
    const [{ frozen, difference }] = primary.comparisons;
    expect(figures.units).toBe(260);
    expect(frozen).toMatchObject({ reason: 'horizon' });
    expect(frozen.units).toBeGreaterThanOrEqual(100);
    expect(frozen.units).toBeLessThan(110);
    expect(frozen.control.count + frozen.variant.count).toBe(frozen.units);
    expect(frozen.variant.mean - frozen.control.mean).toBeCloseTo(difference, 12);
    // By plain sums of the first of them.
    const first = deliveries.filter(({ outcome }) => outcome).slice(0, frozen.units);
    for (const variant of ['control', 'b'] as const) {
      const values = first.filter((of) => of.variant === variant).map(({ outcome }) => outcome?.value ?? 0);
      const then = frozen[variant === 'b' ? 'variant' : 'control'];
      expect(then.count).toBe(values.length);
      expect(then.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12);
    }
    const [control, b] = primary.variants;
    expect(control.count + b.count).toBe(260);
    expect(b.mean - control.mean).not.toBeCloseTo(difference, 3);
  });

  it('say of one that a person stopped what could be said then', async () => {
    const experiment = await traffic.experiment('by-hand', {
      maximumRuntimeMinutes: 60,
      minimumUnits: 1_000,
    });
    await traffic.deliver(experiment, won(100), 0, 30);
    await traffic.evaluate(experiment, 30);
    traffic.clock(31);
    await trials.act(experiment.id, 'stop', { reason: 'another idea' });
    traffic.clock(10_000);
    const { status, verdict, reasons, outlook } = await results(experiment.id);
    expect({ status, verdict }).toEqual({ status: 'stopped', verdict: 'waiting' });
    const codes = reasons.map(({ code }: Json) => code);
    expect(codes).toContain('minimum_units');
    expect(codes).not.toContain('maximum_runtime');
    expect(outlook.daysLeft).toBeNull();
  });

  it('say what a success waits for', async () => {
    const experiment = await traffic.experiment('paused');
    const deliveries = won(600);
    await traffic.deliver(experiment, deliveries, 0, 20);
    traffic.clock(20);
    await trials.act(experiment.id, 'pause', { reason: 'a look' });
    await traffic.deliver(experiment, deliveries, 20, 100);
    await traffic.evaluate(experiment, 100);
    const body = await results(experiment.id);
    expect(body).toMatchObject({ status: 'paused', verdict: 'waiting' });
    expect(body.reasons.filter(({ blocks }: Json) => blocks).map(({ code }: Json) => code)).toEqual([
      'paused',
    ]);
  });
});
