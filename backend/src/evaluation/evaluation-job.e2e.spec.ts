import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { Trials } from '../../e2e/trials';
import { simulated, Traffic } from '../../e2e/traffic';
import { EvaluationJobService } from './evaluation-job.service';
import { EvaluationRunService } from './evaluation-run.service';

let server: TestServer;
let runs: EvaluationRunService;
beforeAll(async () => {
  // So rarely that it does not happen during the tests, and yet every simulated five minutes are a slot.
  server = await startServer({ env: { LOG_LEVEL: 'silent', EVALUATION_CRON: '0 */5 * 2 3 *' } });
  runs = server.app.get(EvaluationRunService);
});
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

const evaluations = ({ id }: Json) =>
  server.sql<Json>(
    'SELECT slot, trigger, verdict, units, new_units FROM evaluations WHERE experiment_id = $1 ORDER BY id',
    [id],
  );
const runAt = async (minute: number) => {
  traffic.clock(minute);
  return runs.run();
};

describe('the schedule', () => {
  const flat = simulated({ seed: 4, conversations: 60, rate: 10, chance: () => 0.5 });
  let first: Json;
  let second: Json;
  beforeAll(async () => {
    first = await traffic.experiment('first');
    second = await traffic.experiment('second');
    for (const experiment of [first, second]) await traffic.deliver(experiment, flat, 0, 100);
    await trials.act(second.id, 'pause');
  });

  it('evaluates every experiment on trial, once a slot', async () => {
    expect(await runAt(10.5)).toMatchObject({ evaluated: 2, skipped: 0, failures: [], units: 100 });
    expect(await runAt(14)).toMatchObject({ evaluated: 0, skipped: 2, units: 0 });
    expect(await runAt(15)).toMatchObject({ evaluated: 2, skipped: 0, units: 20 });
    const rows = await evaluations(first);
    expect(rows).toMatchObject([
      {
        slot: new Date('2026-03-02T09:10:00Z'),
        trigger: 'schedule',
        verdict: 'running',
        units: 50,
        new_units: 50,
      },
      { slot: new Date('2026-03-02T09:15:00Z'), units: 60, new_units: 10 },
    ]);
    expect(runs.last()).toMatchObject({
      slot: new Date('2026-03-02T09:15:00Z'),
      durationMs: expect.any(Number),
    });
    expect(server.app.get(EvaluationJobService).last()).toBe(runs.last());
  });

  it('writes an evaluation also when nothing is new, and of a person twice at one moment', async () => {
    await runAt(20);
    await traffic.evaluate(first, 20);
    await traffic.evaluate(first, 20);
    const rows = await evaluations(first);
    expect(rows.slice(-3).map(({ trigger, slot }) => [trigger, slot.toISOString()])).toEqual([
      ['schedule', '2026-03-02T09:20:00.000Z'],
      ['person', '2026-03-02T09:20:00.001Z'],
      ['person', '2026-03-02T09:20:00.002Z'],
    ]);
  });

  it('goes on when an experiment cannot be evaluated', async () => {
    await server.sql(`UPDATE experiment_statistics SET state = 'x' || state WHERE experiment_id = $1`, [
      first.id,
    ]);
    const run = await runAt(25);
    expect(run).toMatchObject({ evaluated: 1, failures: [{ experimentId: first.id }] });
    await server.sql(`UPDATE experiment_statistics SET state = substr(state, 2) WHERE experiment_id = $1`, [
      first.id,
    ]);
    expect(await runAt(25)).toMatchObject({ evaluated: 1, skipped: 1, failures: [] });
  });

  it('leaves experiments alone that are over', async () => {
    await trials.act(first.id, 'stop', { reason: 'enough' });
    expect(await runAt(30)).toMatchObject({ evaluated: 1, skipped: 0, failures: [] });
  });

  it('stops between experiments when the server does', async () => {
    const stopping = new AbortController();
    stopping.abort();
    traffic.clock(35);
    expect(await runs.run(stopping.signal)).toMatchObject({ evaluated: 0, skipped: 0 });
  });
});
