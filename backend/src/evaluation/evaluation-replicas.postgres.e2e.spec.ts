import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ADMIN, Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { startPostgres, type RunningPostgres } from '../../e2e/postgres';
import { ownMs } from '../../e2e/own-time';
import { promptWithHashes } from '../../e2e/records';
import { startProcess, type ServerProcess } from '../../e2e/server-process';
import { simulated, Traffic } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';
import { CONFIGURATION, type Configuration } from '../configuration';
import { EvaluationRunService } from './evaluation-run.service';

const NEVER = '0 0 1 1 *';
/** Several servers start in each part, and one waits for a lock to be given up. */
jest.setTimeout(180_000);

describe('three servers on one database', () => {
  const servers: TestServer[] = [];
  beforeAll(async () => {
    // So rarely that it does not happen during the tests, and yet every simulated two minutes are a slot.
    const env = { EVALUATION_CRON: '0 */2 * 2 3 *' };
    const first = await startServer({ env });
    const url = first.app.get<Configuration>(CONFIGURATION).databaseUrl as string;
    servers.push(first);
    const another = () => startServer({ env: { ...env, DATABASE_URL: url } });
    servers.push(...(await Promise.all([another(), another()])));
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });
  const traffic = new Traffic(() => servers[0] as TestServer);
  const trials = new Trials(() => servers[0] as TestServer);

  const state = async ({ id }: Json) => {
    const [row] = await (servers[0] as TestServer).sql<Json>(
      'SELECT state, last_event, decided_event, decided_at FROM experiment_statistics WHERE experiment_id = $1',
      [id],
    );
    const { status, winner, decision, metrics, steps } = await trials.get(id);
    return { row, status, winner, decision, metrics, steps: steps.map(({ kind }: Json) => kind) };
  };
  const deliveries = simulated({
    seed: 6,
    conversations: 400,
    rate: 10,
    chance: (variant) => (variant === 'b' ? 0.65 : 0.3),
  });

  it('evaluate each slot exactly once in effect, and come to what one alone comes to', async () => {
    const alone = await traffic.experiment('alone', { promote: 'winner' });
    await traffic.deliver(alone, deliveries, 0, 100);
    await traffic.evaluate(alone, 100);
    const shared = await traffic.experiment('shared', { promote: 'winner' });
    let slots = 0;
    for (let minute = 0; minute < 50; minute += 2) {
      await traffic.deliver(shared, deliveries, minute - 2, minute);
      for (const server of servers) traffic.clock(minute, server);
      const runs = await Promise.all(servers.map((server) => server.app.get(EvaluationRunService).run()));
      expect(runs.flatMap((run) => run?.failures ?? [])).toEqual([]);
      slots += runs.reduce((sum, run) => sum + (run?.evaluated ?? 0), 0);
    }
    const [rows] = await (servers[0] as TestServer).sql<Json>(
      'SELECT count(*)::integer AS rows, count(DISTINCT slot)::integer AS slots FROM evaluations WHERE experiment_id = $1',
      [shared.id],
    );
    expect(rows).toEqual({ rows: slots, slots });
    const both = await state(shared);
    expect(both).toMatchObject({
      status: 'completed',
      winner: 'b',
      steps: ['started', 'completed', 'promoted'],
    });
    expect(both).toEqual(await state(alone));
  });

  it('let a person wait for the one that is at it', async () => {
    const experiment = await traffic.experiment('asked');
    const flat = simulated({ seed: 7, conversations: 150, rate: 10, chance: () => 0.5 });
    await traffic.deliver(experiment, flat, 0, 100);
    for (const server of servers) traffic.clock(30, server);
    const answers = await Promise.all(
      servers.map((server) => server.admin.post<Json>(`/api/v1/experiments/${experiment.id}/evaluate`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const settled = answers.map(({ body }) => body.newUnits).sort((a, b) => a - b);
    expect(settled).toEqual([0, 0, 150]);
  });
});

interface Running {
  readonly server: ServerProcess;
  readonly caller: Caller;
}

describe('servers that are killed or held up', () => {
  let postgres: RunningPostgres;
  let directory: string;
  let sql: Client;
  /** A transaction sees what others do as it was at its first look. */
  let watcher: Client;
  const processes: ServerProcess[] = [];

  const start = async (): Promise<Running> => {
    const env = {
      DATABASE_URL: postgres.url,
      DATA_DIR: join(directory, String(processes.length)),
      EVALUATION_CRON: NEVER,
      SEED_ON_START: 'false',
    };
    const server = await startProcess(env);
    processes.push(server);
    const caller = new Caller(server.url, { authorization: `Bearer ${ADMIN.apiKey}` });
    // A server looks at what was missed when it starts: only after that is it left to the tests when it looks.
    await until(async () => (await caller.get<Json>('/api/v1/dashboard')).body.evaluationJob.ranAt !== null);
    return { server, caller };
  };
  beforeAll(async () => {
    postgres = await startPostgres();
    directory = mkdtempSync(join(tmpdir(), 'pr-evaluating-'));
    sql = new Client({ connectionString: postgres.url });
    watcher = new Client({ connectionString: postgres.url });
    await Promise.all([sql.connect(), watcher.connect()]);
  });
  afterAll(async () => {
    await Promise.all(processes.map((server) => server.kill()));
    await Promise.all([sql.end(), watcher.end()]);
    await postgres.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  /** A running experiment that `b` wins clearly; all its conversations are due. */
  async function due(caller: Caller, name: string): Promise<Json> {
    const asServer = { admin: caller } as TestServer;
    const trials = new Trials(() => asServer);
    await promptWithHashes(asServer, name);
    const plan = {
      primaryMetric: 'user_actioned',
      minimumDetectableEffect: 0.1,
      minimumRuntimeMinutes: 0,
      windowMinutes: 1,
      graceMinutes: 0,
    };
    const experiment = await trials.running(name, { plan });
    await sql.query(
      `WITH conversation AS (
         SELECT i, gen_random_uuid() AS id, CASE WHEN i % 2 = 0 THEN 'control' ELSE 'b' END AS variant,
           now() - interval '10 minutes' + i * interval '1 second' AS at FROM generate_series(1, 300) AS i
       ), trace AS (
         INSERT INTO traces (id, prompt_name, source, experiment_id, variant, conversation_id, started_at, received_at, status, digest)
         SELECT id, $2, 'experiment', $1, variant, 'c' || i, at, at, 'ok', gen_random_uuid() FROM conversation
       ), outcome AS (
         INSERT INTO outcomes (id, trace_id, metric, value, occurred_at, received_at, source, digest)
         SELECT $2 || i, id, 'user_actioned', CASE WHEN variant = 'b' THEN 1 ELSE 0 END, at, at, 'api', gen_random_uuid() FROM conversation
       )
       INSERT INTO exposures (experiment_id, conversation_id, variant, trace_id, assigned_at, assignment_due_at, settlement_due_at)
       SELECT $1, 'c' || i, variant, id, at, at, at + interval '1 minute' FROM conversation`,
      [experiment.id, name],
    );
    return experiment;
  }
  const one = async (text: string, parameters: unknown[] = []) =>
    (await sql.query<Json>(text, parameters)).rows[0];
  const until = async (holds: () => Promise<boolean>) => {
    const deadline = Date.now() + 30_000;
    while (!(await holds())) if (Date.now() > deadline) throw new Error('It did not happen within 30 s');
  };
  const waiting = (table: string) => async () => {
    const { rowCount } = await watcher.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'`,
      [table],
    );
    return rowCount === 1;
  };
  const path = ({ id }: Json) => `/api/v1/experiments/${id}`;

  const decided = ({ id }: Json) =>
    one('SELECT state, decided_event, decided_at FROM experiment_statistics WHERE experiment_id = $1', [id]);
  /** An experiment that was decided by a server which was killed before it could end it. */
  async function decidedNotEnded({ server, caller }: Running, name: string): Promise<Json> {
    const experiment = await due(caller, name);
    // Ending needs the prompt's row, which somebody holds.
    await sql.query('BEGIN');
    await sql.query('SELECT 1 FROM prompts WHERE id = $1 FOR UPDATE', [experiment.promptId]);
    const asked = caller.post(`${path(experiment)}/evaluate`).catch(() => 'gone');
    await until(waiting('prompts'));
    await server.kill();
    expect(await asked).toBe('gone');
    await sql.query('ROLLBACK');
    expect((await decided(experiment)).decided_event).not.toBeNull();
    return experiment;
  }
  async function expectEndedAsDecided(caller: Caller, experiment: Json, before: Json): Promise<void> {
    const done = (await caller.get(path(experiment))).body;
    expect(done).toMatchObject({ status: 'completed', winner: 'b', decision: { verdict: 'success' } });
    expect(done.steps.map(({ kind }: Json) => kind)).toEqual(['started', 'completed']);
    expect(await decided(experiment)).toEqual(before);
    expect((await caller.get(`${path(experiment)}/verify`)).body).toMatchObject({ problems: [] });
  }

  it('killed between deciding and ending: the next one ends it, on the same decision', async () => {
    const [first, second, other] = [await start(), await start(), await start()];
    const experiment = await decidedNotEnded(first, 'killed');
    const before = await decided(experiment);
    expect((await second.caller.get(path(experiment))).body).toMatchObject({ status: 'running' });
    const [left, right] = await Promise.all(
      [second, other].map(({ caller }) => caller.post<Json>(`${path(experiment)}/evaluate`)),
    );
    expect([left?.status, right?.status]).toContain(200);
    await expectEndedAsDecided(second.caller, experiment, before);
  });

  it('killed between deciding and ending: one that starts later ends it by itself', async () => {
    const experiment = await decidedNotEnded(await start(), 'left-behind');
    const before = await decided(experiment);
    const { caller } = await start();
    await expectEndedAsDecided(caller, experiment, before);
  });

  it('held up with the lock: the database gives it up, another takes over, and nothing counts twice', async () => {
    const [holder, other] = [await start(), await start()];
    const experiment = await due(holder.caller, 'held-up');
    await sql.query('BEGIN');
    await sql.query('LOCK TABLE experiment_units IN ACCESS EXCLUSIVE MODE');
    const asked = holder.caller.post(`${path(experiment)}/evaluate`).catch(() => 'gone');
    await until(waiting('experiment_units'));
    holder.server.signal('SIGSTOP');
    await sql.query('ROLLBACK');
    const taking = other.caller.post<Json>(`${path(experiment)}/evaluate`);
    expect(await ownMs(taking)).toBeLessThan(20_000);
    expect(await taking).toMatchObject({ status: 200, body: { verdict: 'success' } });
    const units =
      'SELECT count(*)::integer AS n, count(DISTINCT conversation_id)::integer AS d FROM experiment_units WHERE experiment_id = $1';
    const before = await one(units, [experiment.id]);
    holder.server.signal('SIGCONT');
    // Its transaction is gone: it can neither commit nor end anything.
    expect(await asked).not.toMatchObject({ status: 200 });
    expect(await one(units, [experiment.id])).toEqual(before);
    expect(before.n).toBe(before.d);
    expect(
      await one('SELECT count(*)::integer AS n FROM evaluations WHERE experiment_id = $1', [experiment.id]),
    ).toEqual({ n: 1 });
    const done = (await other.caller.get(path(experiment))).body;
    expect(done.steps.map(({ kind }: Json) => kind)).toEqual(['started', 'completed']);
    expect((await other.caller.get(`${path(experiment)}/verify`)).body).toMatchObject({ problems: [] });
  });
});
