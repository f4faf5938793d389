import { DataSource } from 'typeorm';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';
import { RollUpService } from './roll-up.service';

const MINUTE = 60_000;
const NAME = 'with-a-history';
/** Of 0.1.0, which took what had arrived by its time. */
const SUMS = ['trace_hours', 'outcome_hours'] as const;
/** The last migration that it had. */
const LAST = 'RollUps1764400000000';

let server: TestServer;
const trials = new Trials(() => server);
// The tables go away for a moment, which the server's own jobs would report.
beforeAll(async () => (server = await startServer({ env: { LOG_LEVEL: 'silent' } })));
afterAll(() => server?.stop());

const now = Date.now();
const at = (minutes: number) => new Date(now + minutes * MINUTE);
const newest = async () =>
  (await server.sql<Json>('SELECT name FROM schema_migrations ORDER BY id DESC LIMIT 1'))[0].name as string;
const from = (minutes: number) =>
  jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(at(minutes));

describe('a database of 0.1.0 with a history', () => {
  let experiment: Json;
  let sent: Json[];
  let said: Json[];

  const own = (n: number) => ({
    ...(n % 3 === 0
      ? { source: 'experiment', experimentId: experiment.id, variant: 'control' }
      : { source: 'latest' }),
    promptName: NAME,
    contentHash: experiment.hash,
    promptVersion: 1,
    conversationId: `c${n}`,
    startedAt: at(-n * 7).toISOString(),
    latencyMs: 100 + n,
  });

  beforeAll(async () => {
    from(0);
    await trials.prompt(NAME, ['one', 'two']);
    const { id } = await trials.running(NAME);
    const { body } = await server.admin.get(`${promptPath(NAME)}/versions/1`);
    experiment = { id, hash: body.contentHash };
    sent = Array.from({ length: 60 }, (_, n) => trace(own(n)));
    said = sent.flatMap(({ id: traceId, conversationId }, n) => [
      outcome({ traceId, value: n / 64 }),
      ...(n % 3 === 0
        ? [
            outcome({
              traceId: undefined,
              experimentId: id,
              conversationId,
              metric: 'user_actioned',
              value: n % 2,
            }),
          ]
        : []),
    ]);
    // Half of the traces and half of the outcomes are in the sums; of some uses only one of the two is.
    const early = <T>(rows: readonly T[], of: number) => rows.filter((_, n) => n % of === 0);
    const late = <T>(rows: readonly T[], of: number) => rows.filter((_, n) => n % of !== 0);
    await sendTraces(server.admin, ...early(sent, 2));
    await sendOutcomes(server.admin, ...early(said, 3));
    await server.app.get(RollUpService).run();
    const kept = await Promise.all(SUMS.map((table) => server.sql<Json>(`SELECT * FROM ${table}`)));
    const dataSource = server.app.get(DataSource);
    while ((await newest()) !== LAST) await dataSource.undoLastMigration();
    for (const [i, table] of SUMS.entries())
      await server.sql(
        `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [JSON.stringify(kept[i])],
      );
    await server.sql('UPDATE roll_up_state SET arrived_until = $1', [at(0)]);
    await server.sql(
      `INSERT INTO mlflow_runs (run_key, mlflow_experiment_id, run_id, created_at) VALUES ('old', '1', 'r1', now())`,
    );
    from(2);
    await sendTraces(server.admin, ...late(sent, 2));
    await sendOutcomes(server.admin, ...late(said, 3));
    await dataSource.runMigrations();
  });
  afterAll(() => jest.restoreAllMocks());

  const day = (row: Json) => row.startedAt.slice(0, 10);
  async function quality(): Promise<Json> {
    const { body } = await server.admin.get(`/api/v1/dashboard/quality?prompt=${NAME}&days=2`);
    return body.points.map(({ day: of, metric, count, mean }: Json) => [
      of,
      metric,
      count,
      expect.closeTo(mean, 9),
    ]);
  }
  function expectedQuality(): Json {
    const values = new Map<string, number[]>();
    for (const one of said) {
      const of = sent.find(({ id, conversationId }) =>
        one.traceId ? id === one.traceId : conversationId === one.conversationId,
      );
      const key = `${day(of)} ${one.metric}`;
      values.set(key, [...(values.get(key) ?? []), one.value]);
    }
    return [...values]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, all]) => [...key.split(' '), all.length, all.reduce((a, b) => a + b, 0) / all.length]);
  }
  const metrics = async () => (await server.admin.get(`${promptPath(NAME)}/metrics`)).body.versions;
  const summed = () =>
    server.sql<Json>(`SELECT sum(uses)::integer AS uses, (SELECT sum(count)::integer FROM outcome_hours) AS said,
      (SELECT count(*)::integer FROM arrivals) AS arrivals, (SELECT count(*)::integer FROM stale_hours) AS stale FROM trace_hours`);

  it('tells the same figures before its sums are made as after', async () => {
    const [half] = await summed();
    expect(half).toMatchObject({ uses: 30 });
    expect(half.stale).toBeGreaterThan(5);
    expect(await quality()).toEqual(expectedQuality());
    const before = await metrics();
    expect(before).toMatchObject([{ version: 1, uses: 60, conversations: 60, flagged: 0 }]);
    expect(before[0].outcomes).toMatchObject([
      { metric: 'confidence', n: 60, mean: expect.closeTo(59 / 128, 9) },
      { metric: 'user_actioned', n: 20, mean: 0.5 },
    ]);
    await server.app.get(RollUpService).run();
    expect(await summed()).toEqual([{ uses: 60, said: said.length, arrivals: 0, stale: 0 }]);
    expect(await quality()).toEqual(expectedQuality());
    const near = (value: unknown) =>
      JSON.parse(JSON.stringify(value), (_, n: unknown) =>
        typeof n === 'number' ? expect.closeTo(n, 9) : n,
      ) as Json;
    expect(await metrics()).toEqual(near(before));
  });

  it('keeps the runs that MLflow was told of, of which nobody knows whose they were', async () => {
    expect(await server.sql('SELECT * FROM mlflow_runs')).toMatchObject([
      { run_key: 'old', run_id: 'r1', experiment_id: null, variant: null, prompt_id: null, version: null },
    ]);
    expect(
      (await server.admin.get(`/api/v1/experiments/${experiment.id}/results`)).body.funnel,
    ).toMatchObject({
      resolved: 0,
      exposed: 20,
    });
  });
});
