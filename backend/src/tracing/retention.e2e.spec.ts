import { DataSource } from 'typeorm';
import { DATABASE, startServer, type Json, type TestServer } from '../../e2e/harness';
import { newId, outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';
import { RetentionService } from './retention.service';

let server: TestServer;
const trials = new Trials(() => server);
const DAY = 86_400_000;
const NOW = Date.now();
const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString();

/** What the job does when it is that many days later; it runs as often as asked for at once. */
async function runLater(days: number, times = 1): Promise<Array<{ traces: number; outcomes: number }>> {
  const clock = jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(NOW + days * DAY));
  const job = server.app.get(RetentionService);
  const removed = await Promise.all(Array.from({ length: times }, () => job.run()));
  clock.mockRestore();
  return removed;
}
const idsIn = async (table: string): Promise<string[]> =>
  (await server.sql<Json>(`SELECT id::text AS id FROM ${table}`)).map(({ id }) =>
    table === 'traces' ? id.replaceAll('-', '') : id,
  );

describe('retention', () => {
  afterEach(() => server?.stop());

  /** Traces of an experiment of this name, one of each kind. */
  async function traced(name: string, start: boolean): Promise<Record<string, Json>> {
    await trials.prompt(name);
    const { body } = await server.admin.get(`${promptPath(name)}/versions`);
    const hashOf = (version: number) => body.items.find((row: Json) => row.version === version).contentHash;
    const experiment = start ? await trials.running(name) : (await trials.draft(name)).body;
    const base = { promptName: name, promptVersion: 1, contentHash: hashOf(1), startedAt: daysAgo(5) };
    const onTrial = { ...base, source: 'experiment', experimentId: experiment.id, conversationId: 'c' };
    const traces = {
      plain: trace({ ...base, conversationId: 'c' }),
      counted: trace({ ...onTrial, variant: 'control' }),
      mixed: trace({ ...onTrial, variant: 'b', promptVersion: 2, contentHash: hashOf(2) }),
      flagged: trace({ ...onTrial, variant: 'unheard of' }),
    };
    await sendTraces(server.admin, ...Object.values(traces));
    return { ...traces, experiment };
  }
  const outcomesOf = (traces: readonly Json[], experiment: Json): Json[] => [
    ...traces.map(({ id }) => outcome({ traceId: id, value: 0.5 })),
    outcome({ traceId: undefined, experimentId: experiment.id, conversationId: 'c', value: 0.5 }),
  ];

  it('removes what is old, and never what a started experiment rests on', async () => {
    server = await startServer({ env: { TRACE_RETENTION_DAYS: '10' } });
    const [trial, draft] = [await traced('trial', true), await traced('draft', false)];
    const [ended, stopped] = [await traced('ended', true), await traced('stopped', true)];
    await trials.act(ended['experiment'].id, 'complete', { winner: null, conclusion: 'none' });
    await trials.act(stopped['experiment'].id, 'stop', { reason: 'none' });
    const young = trace({ startedAt: daysAgo(1), promptName: 'trial', contentHash: null });
    await sendTraces(server.admin, young);
    const kept: string[] = [young.id];
    const gone: string[] = [];
    const sent: Json[] = [];
    for (const { experiment, ...traces } of [trial, draft, ended, stopped]) {
      const evidence = experiment.status === 'running';
      for (const [kind, { id }] of Object.entries(traces))
        (evidence && (kind === 'counted' || kind === 'mixed') ? kept : gone).push(id);
      sent.push(...outcomesOf(Object.values(traces), experiment));
    }
    const orphan = outcome({ value: 0.5 });
    const ofYoung = outcome({ traceId: young.id, value: 0.5 });
    const report = await sendOutcomes(server.admin, ...sent, orphan, ofYoung);
    expect(report.body).toMatchObject({ accepted: sent.length + 2 });
    const started = [trial, ended, stopped].map(({ experiment }) => experiment.id);
    const keptOutcomes = [...sent, ofYoung]
      .filter(({ traceId, experimentId }) =>
        traceId ? kept.includes(traceId) : started.includes(experimentId),
      )
      .map(({ id }) => id);

    // Everything was sent today, and traces started five days ago.
    expect(await runLater(4.9)).toEqual([{ traces: 0, outcomes: 0 }]);
    const [first] = await runLater(5.1);
    expect(first?.traces).toBe(gone.length);
    expect((await idsIn('traces')).sort()).toEqual([...kept].sort());
    // Without a trace, an outcome's own arrival counts.
    const [second] = await runLater(10.1);
    expect(second?.traces).toBe(1);
    kept.shift();
    expect((await idsIn('traces')).sort()).toEqual([...kept].sort());
    expect((await idsIn('outcomes')).sort()).toEqual(keptOutcomes.filter((id) => id !== ofYoung.id).sort());
    expect((first?.outcomes ?? 0) + (second?.outcomes ?? 0)).toBe(sent.length + 2 - keptOutcomes.length + 1);
    expect(await server.sql('SELECT count(*)::integer AS count FROM exposures')).toEqual([{ count: 3 }]);
    expect(await runLater(100)).toEqual([{ traces: 0, outcomes: 0 }]);
  });

  it('goes through any number in batches, past those that stay', async () => {
    server = await startServer({ env: { TRACE_RETENTION_DAYS: '10' } });
    const { experiment } = await traced('bulk', true);
    const insert = (name: string, count: number, of: string | null) =>
      server.sql(
        `INSERT INTO traces (id, prompt_name, source, experiment_id, conversation_id, started_at, received_at, status, digest)
         SELECT md5($1 || n)::uuid, 'bulk', 'latest', $2::uuid, n::text,
           '2026-01-01Z'::timestamptz + n % 100 * interval '1.000001 s', now(), 'ok', md5('')::uuid
         FROM generate_series(1, $3::integer) AS n`,
        [name, of, count],
      );
    await insert('stays', 11_000, experiment.id);
    await insert('goes', 6_000, null);
    await server.sql(
      `INSERT INTO outcomes (id, trace_id, metric, value, occurred_at, received_at, source, digest)
       SELECT n, CASE WHEN n <= 6000 THEN md5('goes' || n)::uuid ELSE md5('never came' || n)::uuid END, 'confidence', 1,
         '2026-01-01Z', '2026-01-01Z'::timestamptz + n / 7 * interval '1.000001 s', 'api', md5('')::uuid
       FROM generate_series(1, 12000) AS n`,
    );
    // Older than all of them, and more than a batch: these are passed as well.
    await server.sql(
      `INSERT INTO outcomes (id, trace_id, metric, value, occurred_at, received_at, source, digest)
       SELECT 'stays' || n, md5('stays' || n)::uuid, 'confidence', 1, '2026-01-01Z',
         '2025-12-01Z'::timestamptz + n / 7 * interval '1.000001 s', 'api', md5('')::uuid FROM generate_series(1, 11000) AS n`,
    );
    const [removed, same] = await runLater(0, 2);
    expect(removed).toEqual({ traces: 6_000, outcomes: 12_000 });
    expect(same).toEqual(removed);
    expect((await idsIn('traces')).length).toBe(11_004);
    expect((await idsIn('outcomes')).length).toBe(11_000);
    expect(await runLater(0)).toEqual([{ traces: 0, outcomes: 0 }]);
  });

  it('keeps what MLflow still has to be told', async () => {
    server = await startServer({ env: { TRACE_RETENTION_DAYS: '10' } });
    const [waiting, told] = [trace({ startedAt: daysAgo(50) }), trace({ startedAt: daysAgo(50) })];
    await sendTraces(server.admin, waiting, told);
    const late = outcome({ value: 0.5 });
    await sendOutcomes(server.admin, late);
    const owe = (topic: string, key: string) =>
      server.sql(
        `INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts) VALUES ($1, $2, $2, now(), now(), 0)`,
        [topic, key],
      );
    await owe('trace', waiting.id);
    await owe('outcome', late.traceId);
    await runLater(40);
    expect(await idsIn('traces')).toEqual([waiting.id]);
    expect(await idsIn('outcomes')).toEqual([late.id]);
    await server.sql('DELETE FROM outbox');
    await runLater(40);
    expect([...(await idsIn('traces')), ...(await idsIn('outcomes'))]).toEqual([]);
  });

  it('removes nothing when it is told to keep everything', async () => {
    server = await startServer({ env: { TRACE_RETENTION_DAYS: '0' } });
    await sendTraces(server.admin, trace({ startedAt: daysAgo(300) }));
    expect(await runLater(10_000)).toEqual([{ traces: 0, outcomes: 0 }]);
    expect((await idsIn('traces')).length).toBe(1);
  });

  if (DATABASE === 'postgresql')
    it('leaves it to another server that is at it', async () => {
      server = await startServer({ env: { TRACE_RETENTION_DAYS: '10' } });
      await sendTraces(server.admin, trace({ id: newId(), startedAt: daysAgo(300) }));
      const other = server.app.get(DataSource).createQueryRunner();
      await other.query('SELECT pg_advisory_lock(7264001)');
      expect(await runLater(0)).toEqual([{ traces: 0, outcomes: 0 }]);
      await other.query('SELECT pg_advisory_unlock(7264001)');
      await other.release();
      expect(await runLater(0)).toEqual([{ traces: 1, outcomes: 0 }]);
    });
});
