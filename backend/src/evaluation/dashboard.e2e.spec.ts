import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, promptWithHashes, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { MINUTE, random, simulated, START, Traffic } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';
import { RollUpService } from '../tracing/roll-up.service';
import { EvaluationRunService } from './evaluation-run.service';

const DAY = 1_440;
/** Minutes after the start at which the dashboard is looked at: it is 10:00, three weeks later. */
const NOW = 21 * DAY + 60;

let server: TestServer;
const contract = new Contract();
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();

/** Every answer is what the contract promises. */
async function dashboard(query = '', status = 200): Promise<Json> {
  const answer = await server.admin.get<Json>(`/api/v1/dashboard${query}`);
  expect(answer.status).toBe(status);
  expect(contract.problems('getDashboard', answer)).toEqual([]);
  return answer.body;
}

/** Sums of the same values in another order differ in their last digits. */
const rounded = (figures: Json): Json =>
  JSON.parse(JSON.stringify(figures), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value,
  );

// The schedule's moments are simulated; by the machine's clock it comes once a year.
beforeAll(async () => (server = await startServer({ env: { EVALUATION_CRON: '0 0 1 1 *' } })));
afterAll(() => server?.stop());

describe('the dashboard of a new installation', () => {
  it('is empty, and every day is there', async () => {
    traffic.clock(NOW);
    const body = await dashboard();
    expect(body).toMatchObject({
      from: iso(NOW - 7 * DAY),
      to: iso(NOW),
      experiments: [],
      decisions: [],
      prompts: [],
      evaluationJob: { evaluated: 0, failed: 0 },
    });
    expect(body.days.map(({ day }: Json) => day)).toEqual(
      Array.from({ length: 8 }, (_, index) => `2026-03-${16 + index}`),
    );
    expect(body.days.every(({ uses }: Json) => uses === 0)).toBe(true);
  });

  it.each([['?days=0'], ['?days=91'], ['?days=week'], ['?days=1.5']])('refuses %s', async (query) => {
    expect(await dashboard(query, 422)).toMatchObject({ errors: [{ field: 'days' }] });
  });
});

describe('how prompts are doing', () => {
  let sent: Json[];
  let said: Json[];

  beforeAll(async () => {
    const { hashes } = await promptWithHashes(server, 'doing');
    await trials.prompt('seldom');
    const draw = random(11);
    sent = Array.from({ length: 300 }, (_, i) => {
      const minute = NOW - Math.floor(draw() * 14 * DAY) - 1;
      const name = draw() < 0.8 ? 'doing' : 'seldom';
      return {
        minute,
        ...trace({
          promptName: name,
          promptVersion: 1,
          contentHash:
            name === 'doing' && i % 10 === 3 ? '0'.repeat(64) : name === 'doing' ? hashes[0] : null,
          source: i % 7 === 0 ? 'file' : 'latest',
          startedAt: iso(minute),
          latencyMs: i % 11 === 0 ? undefined : 500 + 1_000 * draw(),
          cost: i % 5 === 0 ? 0.01 * draw() : undefined,
          status: draw() < 0.1 ? 'error' : 'ok',
        }),
      };
    });
    said = sent
      .filter((_, i) => i % 2 === 0)
      .map(({ id, minute }) => {
        const value = draw();
        return { minute, ...outcome({ traceId: id, value, occurredAt: iso(minute) }) };
      });
    traffic.clock(NOW);
    const plain = (rows: readonly Json[]) => rows.map(({ minute: _, ...row }) => row);
    await sendTraces(server.admin, ...plain(sent));
    await sendOutcomes(server.admin, ...plain(said));
  });

  it.each([7, 3, 5])('is what was reported in the last %d days, beside as many before', async (days) => {
    const body = await dashboard(`?days=${days}`);
    const now = ({ minute }: Json) => minute >= NOW - days * DAY;
    const before = (row: Json) => !now(row) && row.minute >= NOW - 2 * days * DAY;
    expect(body.prompts.map(({ promptName }: Json) => promptName)).toEqual(['doing', 'seldom']);
    for (const prompt of body.prompts) {
      const own = sent.filter(({ promptName }) => promptName === prompt.promptName);
      const used = own.filter(now);
      const share = (is: (row: Json) => boolean) => used.filter(is).length / used.length;
      const latencies = used.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
      const costs = used.flatMap(({ cost }) => cost ?? []);
      const middle = (latencies.length - 1) / 2;
      expect(prompt).toMatchObject({ uses: used.length, usesBefore: own.filter(before).length });
      expect(prompt.errorShare).toBeCloseTo(
        share(({ status }) => status === 'error'),
        12,
      );
      expect(prompt.fileShare).toBeCloseTo(
        share(({ source }) => source === 'file'),
        12,
      );
      const median = (latencies[Math.floor(middle)] + latencies[Math.ceil(middle)]) / 2;
      expect(Math.abs(prompt.medianLatencyMs / median - 1)).toBeLessThan(0.05);
      expect(prompt.meanCost).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / costs.length, 12);
      const values = (when: (row: Json) => boolean) =>
        said
          .filter(when)
          .filter(({ traceId }) => own.some(({ id }) => id === traceId))
          .map(({ value }) => value as number);
      const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
      const [confidence] = prompt.outcomes;
      expect(confidence).toMatchObject({
        metric: 'confidence',
        count: values(now).length,
        countBefore: values(before).length,
      });
      expect(confidence.mean).toBeCloseTo(mean(values(now)), 12);
      expect(confidence.meanBefore).toBeCloseTo(mean(values(before)), 12);
    }
  });

  it('is the same once it is rolled up', async () => {
    const figures = async () => {
      const { prompts, days } = await dashboard();
      return [prompts, days];
    };
    const live = await figures();
    traffic.clock(NOW + 3);
    await server.app.get(RollUpService).run();
    expect(await server.sql('SELECT count(*)::integer AS n FROM trace_hours')).not.toEqual([{ n: 0 }]);
    expect(rounded(await figures())).toEqual(rounded(live));
    traffic.clock(NOW);
  });

  it('is told day by day', async () => {
    const { days } = await dashboard('?days=10');
    const inside = sent.filter(({ minute }) => minute >= NOW - 10 * DAY);
    expect(days).toHaveLength(11);
    for (const { day, uses, errors, fromFile, flagged } of days) {
      const own = inside.filter(({ startedAt }) => startedAt.startsWith(day));
      expect({ day, uses, errors, fromFile }).toEqual({
        day,
        uses: own.length,
        errors: own.filter(({ status }) => status === 'error').length,
        fromFile: own.filter(({ source }) => source === 'file').length,
      });
      expect(flagged).toBe(own.filter(({ contentHash }) => contentHash === '0'.repeat(64)).length);
    }
    expect(days.reduce((sum: number, { uses }: Json) => sum + uses, 0)).toBe(inside.length);
  });
});

describe('the experiments on the dashboard', () => {
  const winner = simulated({
    seed: 2,
    conversations: 600,
    rate: 10,
    chance: (variant) => (variant === 'b' ? 0.7 : 0.3),
  });
  const named = async (name: string) =>
    (await dashboard()).experiments.find(({ promptName }: Json) => promptName === name);
  /** At the dashboard's time. */
  const evaluate = (experiment: Json) => traffic.evaluate(experiment, NOW);

  it('collect, wait for a person, or cannot be trusted', async () => {
    const long = { maximumRuntimeMinutes: 30 * DAY };
    const collecting = await traffic.experiment('collecting', long);
    await traffic.deliver(collecting, winner.slice(0, 20), 0, 100);
    const waiting = await traffic.experiment('waiting', { ...long, approval: true });
    await traffic.deliver(waiting, winner, 0, 100);
    const broken = await traffic.experiment('broken', { ...long, minimumRuntimeMinutes: 29 * DAY });
    const lost = winner.filter(({ variant }, i) => variant === 'control' || i % 8 < 4);
    await traffic.deliver(broken, lost, 0, 100);
    const forgotten = await traffic.experiment('forgotten', { ...long, minimumRuntimeMinutes: 29 * DAY });
    for (const experiment of [collecting, waiting, broken, forgotten]) await evaluate(experiment);

    const { experiments } = await dashboard();
    const attention = Object.fromEntries(
      experiments.map(({ promptName, attention: needed }: Json) => [promptName, needed]),
    );
    expect(attention).toEqual({
      collecting: 'running',
      waiting: 'ready',
      broken: 'unhealthy',
      forgotten: 'running',
    });
    // Those that need somebody come first.
    const order = experiments.map(({ attention: needed }: Json) => needed === 'running');
    expect(order).toEqual([...order].sort((a, b) => Number(a) - Number(b)));
    expect(await named('waiting')).toMatchObject({
      id: waiting.id,
      name: 'test',
      status: 'running',
      verdict: 'waiting',
      evaluatedAt: iso(NOW),
      startAt: iso(0),
    });
    expect((await named('waiting')).reasons.map(({ code }: Json) => code)).toContain('approval');
    expect((await named('broken')).verdict).toBe('invalid_srm');
    // Beside the prompts the same is said.
    const ids = [broken, collecting].map(({ promptId }) => `id=${promptId}`).join('&');
    const { items } = (await server.admin.get<Json>(`/api/v1/prompt-activity?${ids}`)).body;
    const unhealthy = items.map(({ promptId, experiment }: Json) => [promptId, experiment.unhealthy]);
    expect(Object.fromEntries(unhealthy)).toEqual({
      [broken['promptId']]: true,
      [collecting['promptId']]: false,
    });
    expect((await named('collecting')).units).toBe(10);
  });

  it('are unhealthy when the schedule has not looked at them for long', async () => {
    jest.spyOn(server.app.get(EvaluationRunService), 'schedule', 'get').mockReturnValue('*/5 * * * *');
    traffic.clock(NOW + 59);
    expect((await named('forgotten')).attention).toBe('running');
    traffic.clock(NOW + 61);
    expect((await named('forgotten')).attention).toBe('unhealthy');
    // A schedule that comes less often is not late yet.
    jest.spyOn(server.app.get(EvaluationRunService), 'schedule', 'get').mockReturnValue('0 * * * *');
    expect((await named('forgotten')).attention).toBe('running');
    const overdue = async () =>
      (await server.admin.get<Json>(`/api/v1/experiments/${(await named('forgotten')).id}/results`)).body
        .overdue;
    expect(await overdue()).toBe(false);
    traffic.clock(NOW + 4 * 60);
    expect((await named('forgotten')).attention).toBe('unhealthy');
    expect(await overdue()).toBe(true);
    jest.restoreAllMocks();
    traffic.clock(NOW);
  });

  it('are told when they end: by the figures or by a person', async () => {
    const decided = await traffic.experiment('decided', { maximumRuntimeMinutes: 30 * DAY });
    await traffic.deliver(decided, winner, 0, 100);
    const dropped = await traffic.experiment('dropped', { maximumRuntimeMinutes: 30 * DAY });
    traffic.clock(NOW - 10);
    await trials.act(dropped.id, 'stop', { reason: 'another idea' });
    await evaluate(decided);
    const { decisions, experiments } = await dashboard();
    expect(decisions).toMatchObject([
      {
        id: decided.id,
        promptName: 'decided',
        status: 'completed',
        verdict: 'success',
        winner: 'b',
        endAt: iso(NOW),
        effect: { metric: 'user_actioned', variant: 'b', difference: expect.any(Number) },
        promoted: false,
      },
      {
        id: dropped.id,
        promptName: 'dropped',
        status: 'stopped',
        verdict: null,
        winner: null,
        endAt: iso(NOW - 10),
        promoted: false,
      },
    ]);
    expect(decisions[0].conclusion).toContain('"b" won.');
    expect(decisions[1].conclusion).toBe('another idea');
    expect(experiments.map(({ id }: Json) => id)).not.toContain(decided.id);
    expect(decisions.map(({ unhealthy }: Json) => unhealthy)).toEqual([false, false]);
    // What was seen of one that could not be trusted is not told.
    const { id: broken } = await named('broken');
    await trials.act(broken, 'stop', { reason: 'one variant lost half' });
    const found = (await dashboard()).decisions.find(({ id }: Json) => id === broken);
    expect(found).toMatchObject({ status: 'stopped', unhealthy: true, effect: null });
    traffic.clock(NOW + 31 * DAY);
    expect((await dashboard()).decisions).toEqual([]);
    traffic.clock(NOW);
  });

  it('are evaluated by a job whose last run is told', async () => {
    const runs = server.app.get(EvaluationRunService);
    await runs.run();
    const { evaluationJob } = await dashboard();
    expect(evaluationJob).toMatchObject({ ranAt: iso(NOW), evaluated: 3, failed: 0 });
    expect(evaluationJob.durationMs).toBeGreaterThan(0);
  });
});
