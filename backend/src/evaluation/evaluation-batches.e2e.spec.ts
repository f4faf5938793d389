import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { sendOutcomes, sendTraces } from '../../e2e/records';
import { random, simulated, Traffic, type Delivery } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };

let server: TestServer;
beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

/** Everything that evaluation wrote about an experiment, without what depends on who looked when. */
async function written(id: string): Promise<Json> {
  const [statistics] = await server.sql<Json>(
    'SELECT settings, state, last_event, last_due_at, decided_event, decided_at, held_since FROM experiment_statistics WHERE experiment_id = $1',
    [id],
  );
  const units = await server.sql(
    'SELECT event, conversation_id, variant, metric_values, excluded, due_at FROM experiment_units WHERE experiment_id = $1 ORDER BY event',
    [id],
  );
  // Who comes after the end is not exposed, and the end comes when somebody looks: what counts is the same.
  const exposures = await server.sql(
    `SELECT conversation_id, assigned_event, settled_event FROM exposures
     WHERE experiment_id = $1 AND assigned_event IS NOT NULL ORDER BY conversation_id`,
    [id],
  );
  const { status, winner, decision, metrics, conclusion } = await trials.get(id);
  return { statistics, units, exposures, status, winner, decision, metrics, conclusion };
}

interface Day {
  /** Chance that a conversation is acted on. */
  readonly control: number;
  readonly b: number;
  /** Latency of `b` in ms; the control's is around 1,000. */
  readonly latency?: number;
  /** Share of conversations that see both variants. */
  readonly mixed?: number;
}

/**
 * Traffic as it is on a bad day: traces that arrive long after they began, outcomes after the window or the grace,
 * conversations in two variants, several outcomes and traces of one.
 */
function messy(seed: number, { control, b, latency = 1_000, mixed = 0 }: Day): Delivery[] {
  const draw = random(seed * 7_919);
  return simulated({
    seed,
    conversations: 480,
    rate: 20,
    chance: (variant) => (variant === 'b' ? b : control),
    latency: (variant, chance) => (variant === 'b' ? latency : 1_000) + Math.round(chance() * 400),
  }).flatMap((delivery): Delivery[] => {
    const late = draw() < 0.15 ? Math.floor(draw() * 15) : 0;
    const moved = { ...delivery, minute: delivery.minute + late };
    if (delivery.outcome) return draw() < 0.1 ? [moved, { ...moved, minute: moved.minute + 2 }] : [moved];
    const other = delivery.variant === 'b' ? 'control' : 'b';
    const again: Delivery = { ...moved, minute: moved.minute + 2, at: delivery.at + 2 };
    if (draw() < mixed) return [moved, { ...again, variant: other }];
    return draw() < 0.2 ? [moved, { ...again, more: { status: 'error', latencyMs: 50 } }] : [moved];
  });
}

/** Delivers everything and evaluates at these minutes, and at the end. */
async function play(
  name: string,
  deliveries: readonly Delivery[],
  minutes: readonly number[],
  plan: object = {},
) {
  const experiment = await traffic.experiment(name, plan);
  const end = Math.max(...deliveries.map(({ minute }) => minute)) + 30;
  let from = 0;
  for (const minute of [...minutes, end]) {
    await traffic.deliver(experiment, deliveries, from, minute);
    const { status } = await trials.get(experiment.id);
    if (status === 'running') await traffic.evaluate(experiment, minute);
    from = minute;
  }
  return written(experiment.id);
}

const schedules = (count: number, seed: number, until: number): number[][] => {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    const often = 1 + Math.floor(draw() * 20);
    // Also at parts of a minute: nothing must depend on a schedule that fits the traffic.
    return Array.from({ length: often }, () => draw() * until).sort((a, b) => a - b);
  });
};

const CASES: ReadonlyArray<{
  readonly name: string;
  readonly plan: object;
  readonly day: Day;
  readonly verdict: string | null;
}> = [
  { name: 'won', plan: {}, day: { control: 0.2, b: 0.7 }, verdict: 'success' },
  {
    name: 'held',
    plan: { holdMinutes: 4, minimumRuntimeMinutes: 16 },
    day: { control: 0.2, b: 0.7 },
    verdict: 'success',
  },
  {
    name: 'harmed',
    plan: { guardrails: [{ metric: 'latency', margin: 400 }] },
    day: { control: 0.4, b: 0.4, latency: 1_900 },
    verdict: 'harmful',
  },
  {
    name: 'pointless',
    plan: { minimumDetectableEffect: 0.3, maximumUnits: 300 },
    day: { control: 0.4, b: 0.4 },
    verdict: 'futile',
  },
  {
    name: 'short',
    plan: { maximumRuntimeMinutes: 17 },
    day: { control: 0.4, b: 0.5 },
    verdict: 'inconclusive',
  },
  { name: 'mixed', plan: {}, day: { control: 0.2, b: 0.7, mixed: 0.02 }, verdict: null },
];

describe.each(CASES)('an experiment that is $name', ({ name, plan, day, verdict }) => {
  it('comes to the same state, units and decision, whenever it is evaluated', async () => {
    const deliveries = messy(name.length, day);
    const once = await play(`${name}-once`, deliveries, [], plan);
    expect(once.decision?.verdict ?? null).toBe(verdict);
    for (const [i, minutes] of schedules(3, name.length, 40).entries())
      expect(await play(`${name}-${i}`, deliveries, minutes, plan)).toEqual(once);
    const [{ id }] = (await server.admin.get('/api/v1/experiments?pageSize=1')).body.items;
    expect((await server.admin.get(`/api/v1/experiments/${id}/verify`)).body).toMatchObject({ problems: [] });
  });
});

describe('what a conversation counts as', () => {
  const values = async (experiment: Json) =>
    server.sql<Json>(
      `SELECT conversation_id AS id, metric_values AS values, excluded FROM experiment_units WHERE experiment_id = $1 ORDER BY conversation_id`,
      [experiment.id],
    );
  const acted = (value: number) => ({ metric: 'user_actioned', value });
  const GUARDED = {
    guardrails: [
      { metric: 'latency', margin: 100 },
      { metric: 'error', margin: 0.1 },
    ],
  };

  it('is fixed by what was known when it fell due: the means of its own observations in time', async () => {
    const experiment = await traffic.experiment('means', GUARDED);
    const of = { conversation: 'a', variant: 'b' } as const;
    await traffic.deliver(
      experiment,
      [
        { ...of, minute: 0, at: 0, more: { latencyMs: 100 } },
        { ...of, minute: 1, at: 1, outcome: acted(1) },
        { ...of, minute: 3, at: 3, more: { latencyMs: 400, status: 'error' } },
        { ...of, minute: 3, at: 3, outcome: acted(0) },
        // Occurred in time and arrived within the grace.
        { ...of, minute: 5.9, at: 4.9, outcome: acted(0) },
        // Occurred after the window, began after it, and arrived after the grace.
        { ...of, minute: 5.5, at: 5.5, outcome: acted(1) },
        { ...of, minute: 5.5, at: 5.5, more: { latencyMs: 9_000 } },
        { ...of, minute: 6.1, at: 4, outcome: acted(1) },
      ],
      0,
      100,
    );
    await traffic.evaluate(experiment, 60);
    expect(await values(experiment)).toEqual([{ id: 'a', values: [1 / 3, 250, 0.5], excluded: null }]);
  });

  it('is nothing when it saw two variants, unless the other was only claimed', async () => {
    const experiment = await traffic.experiment('two', GUARDED);
    const trace = (conversation: string, variant: 'control' | 'b', more: object = {}): Delivery => ({
      conversation,
      variant,
      minute: 0,
      at: 0,
      more: { latencyMs: 100, ...more },
    });
    const deliveries = [
      trace('mixed', 'b'),
      { ...trace('mixed', 'control'), minute: 2 },
      trace('claimed', 'b'),
      { ...trace('claimed', 'control', { contentHash: '0'.repeat(64) }), minute: 2 },
      trace('later', 'b'),
      { ...trace('later', 'control'), minute: 8 },
    ];
    await traffic.deliver(experiment, deliveries, 0, 100);
    const { body } = { body: await traffic.evaluate(experiment, 60) };
    expect(await values(experiment)).toEqual([
      { id: 'claimed', values: [null, 100, 0], excluded: null },
      { id: 'later', values: [null, 100, 0], excluded: null },
      { id: 'mixed', values: [null, 100, 0], excluded: 'mixed' },
    ]);
    expect(body).toMatchObject({ units: 2, newUnits: 3 });
  });

  it('is the same when everything is delivered three times in another order', async () => {
    const deliveries = simulated({ seed: 5, conversations: 60, rate: 100, chance: () => 0.5 });
    const sent: Array<{ readonly kind: 'traces' | 'outcomes'; readonly body: Json }> = [];
    const experiment = await traffic.experiment('thrice');
    const post = jest.spyOn(server.admin, 'post');
    await traffic.deliver(experiment, deliveries, 0, 100);
    for (const [path, body] of post.mock.calls)
      if (/traces|outcomes/.test(path))
        sent.push({ kind: path.endsWith('traces') ? 'traces' : 'outcomes', body });
    post.mockRestore();
    const draw = random(3);
    for (let round = 0; round < 2; round++)
      for (const { kind, body } of [...sent].reverse()) {
        const items = [...body[kind]].sort(() => draw() - 0.5);
        await Promise.all([
          (kind === 'traces' ? sendTraces : sendOutcomes)(server.admin, ...items),
          (kind === 'traces' ? sendTraces : sendOutcomes)(server.admin, ...items.reverse()),
        ]);
      }
    await traffic.evaluate(experiment, 60);
    const again = await written(experiment.id);
    const plain = await play('once-only', deliveries, []);
    expect(again).toEqual(plain);
  });
});
