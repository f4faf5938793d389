import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { Trials } from '../../e2e/trials';
import { simulated, Traffic } from '../../e2e/traffic';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };

let server: TestServer;
beforeAll(async () => (server = await startServer({ env: { ...NEVER, LOG_LEVEL: 'silent' } })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

const verify = async ({ id }: Json) =>
  (await server.admin.get<Json>(`/api/v1/experiments/${id}/verify`)).body;

/** An experiment that `b` wins clearly, with everything delivered and evaluated twice before the end. */
async function won(name: string): Promise<Json> {
  const experiment = await traffic.experiment(name);
  const chance = (variant: string) => (variant === 'b' ? 0.8 : 0.2);
  const deliveries = simulated({ seed: 1, conversations: 300, rate: 10, chance });
  await traffic.deliver(experiment, deliveries, 0, 9);
  await traffic.evaluate(experiment, 9);
  await traffic.deliver(experiment, deliveries, 9, 100);
  return experiment;
}

describe('a server that dies between deciding and ending', () => {
  it('leaves the rest to whoever looks next, and nothing is decided twice', async () => {
    const experiment = await won('healed');
    // Ending it fails, as it does when the server is gone by then.
    await server.sql(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'gone'; END $$`,
    );
    await server.sql(
      'CREATE TRIGGER die BEFORE UPDATE ON prompt_experiments FOR EACH ROW EXECUTE FUNCTION die()',
    );
    try {
      traffic.clock(40);
      expect((await trials.act(experiment.id, 'evaluate')).status).toBe(500);
    } finally {
      await server.sql('DROP TRIGGER die ON prompt_experiments');
    }
    const decided = async () =>
      (
        await server.sql(
          'SELECT state, decided_event, decided_at FROM experiment_statistics WHERE experiment_id = $1',
          [experiment.id],
        )
      )[0];
    const before = await decided();
    expect(before).toMatchObject({ decided_event: expect.any(String) });
    expect(await trials.get(experiment.id)).toMatchObject({ status: 'running', decision: null });
    expect(await verify(experiment)).toMatchObject({ verified: true, decisionIdentical: null });
    expect(await traffic.evaluate(experiment, 55)).toMatchObject({ verdict: 'success', newUnits: 0 });
    expect(await trials.get(experiment.id)).toMatchObject({ status: 'completed', winner: 'b' });
    expect(await decided()).toEqual(before);
    expect(await verify(experiment)).toMatchObject({ verified: true, decisionIdentical: true });
  });
});

describe('verifying', () => {
  let experiment: Json;
  beforeAll(async () => {
    experiment = await won('verified');
    await traffic.evaluate(experiment, 40);
  });

  it('finds the same state and the same decision, to the last bit', async () => {
    const verified = await verify(experiment);
    expect(verified).toMatchObject({
      verified: true,
      stateIdentical: true,
      decisionIdentical: true,
      problems: [],
    });
    const { decision, metrics } = await trials.get(experiment.id);
    expect(verified.events).toBe(decision.decidedEvent);
    expect(verified.units).toBe(metrics.units);
  });

  it('has nothing to say of an experiment that was never evaluated', async () => {
    const never = await traffic.experiment('never');
    expect(await verify(never)).toMatchObject({ verified: true, events: 0, stateIdentical: null });
    const unknown = await server.admin.get('/api/v1/experiments/nobody/verify');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'EXPERIMENT_NOT_FOUND' } });
  });

  it('is for whoever may read', async () => {
    const [reader, agent] = [await server.withKey('read'), await server.withKey('resolve', 'record')];
    const path = `/api/v1/experiments/${experiment.id}`;
    expect((await reader.get(`${path}/verify`)).status).toBe(200);
    expect((await agent.get(`${path}/verify`)).status).toBe(403);
    for (const action of ['evaluate', 'approve'])
      expect((await reader.post(`${path}/${action}`)).status).toBe(403);
  });

  /** Changes rows that the database refuses to have changed, as someone with all rights could. */
  async function tampered(table: string, change: string): Promise<Json> {
    const where = `experiment_id = '${experiment.id}'`;
    const copy = await server.sql<Json>(`SELECT * FROM ${table} WHERE ${where}`);
    await server.sql(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    try {
      await server.sql(change.replace('$where', where));
      return await verify(experiment);
    } finally {
      await server.sql(`DELETE FROM ${table} WHERE ${where}`);
      const columns = Object.keys(copy[0]);
      await server.sql(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
        [
          JSON.stringify(
            copy.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))),
          ),
        ],
      );
      await server.sql(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      expect(await verify(experiment)).toMatchObject({ verified: true });
    }
  }

  it.each([
    [
      'the value of a unit',
      'experiment_units',
      `UPDATE experiment_units SET metric_values = '[0.999]' WHERE $where AND event = (SELECT min(event) FROM experiment_units WHERE $where2 AND metric_values = '[0]')`,
      /not what the stored/,
    ],
    [
      'the variant of a unit',
      'experiment_units',
      `UPDATE experiment_units SET variant = 1 - variant WHERE $where AND event = (SELECT max(event) FROM experiment_units)`,
      /not what the stored/,
    ],
    [
      'a unit that is gone',
      'experiment_units',
      `DELETE FROM experiment_units WHERE $where AND event = (SELECT min(event) FROM experiment_units)`,
      /missing/,
    ],
    [
      'the variant of an exposure',
      'exposures',
      `UPDATE exposures SET variant = 'b' WHERE $where`,
      /not what the stored/,
    ],
  ])('finds %s that somebody changed', async (_, table, change, words) => {
    const own = `experiment_id = '${experiment.id}'`;
    const found = await tampered(
      table,
      change.replace('$where2', own).replace('FROM experiment_units)', `FROM experiment_units WHERE ${own})`),
    );
    expect(found.verified).toBe(false);
    expect(found.problems.join(' ')).toMatch(words);
  });

  it('compares what was decided, not how an earlier release worded it', async () => {
    const rewrite = async (key: string, to: string) => {
      await server.sql('ALTER TABLE prompt_experiments DISABLE TRIGGER USER');
      await server.sql(
        `UPDATE prompt_experiments SET decision = jsonb_set(decision, '{record,decision,reasons,0,${key}}', $2::jsonb) WHERE id = $1`,
        [experiment.id, JSON.stringify(to)],
      );
      await server.sql('ALTER TABLE prompt_experiments ENABLE TRIGGER USER');
    };
    const [reason] = (await trials.get(experiment.id)).decision.record.decision.reasons;
    await rewrite('message', 'Said otherwise.');
    expect(await verify(experiment)).toMatchObject({ verified: true, decisionIdentical: true });
    await rewrite('code', 'horizon_reached');
    expect(await verify(experiment)).toMatchObject({ verified: false, decisionIdentical: false });
    await rewrite('code', reason.code);
    await rewrite('message', reason.message);
  });

  it('finds settings that somebody changed', async () => {
    const change = (from: string, to: string) =>
      server.sql(
        `UPDATE experiment_statistics SET settings = replace(settings, $2, $3) WHERE experiment_id = $1`,
        [experiment.id, from, to],
      );
    await change('"alpha":0.05', '"alpha":0.15');
    expect(await verify(experiment)).toMatchObject({ verified: false, decisionIdentical: false });
    await change('"alpha":0.15', '"alpha":0.05');
    expect(await verify(experiment)).toMatchObject({ verified: true });
  });
});
