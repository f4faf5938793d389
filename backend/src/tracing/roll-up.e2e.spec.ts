import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { newId, outcome, promptWithHashes, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { MINUTE, random, START, Traffic } from '../../e2e/traffic';
import { RollUpService } from './roll-up.service';

const contract = new Contract();
const HOUR = 60;
/** After everything that is told: nothing is said before it happened. */
const NOW = 6 * HOUR;
let server: TestServer;
const traffic = new Traffic(() => server);
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();
const hourOf = (at: string) => `${at.slice(0, 13)}:00:00.000Z`;
const rollUp = async (times = 1) => {
  await Promise.all(Array.from({ length: times }, () => server.app.get(RollUpService).run()));
};

interface Sums {
  readonly uses: Record<string, number>;
  readonly values: Record<string, number>;
}

async function rolledUp(): Promise<Sums> {
  const uses = await server.sql<Json>(
    `SELECT hour, prompt_id, version, source, uses, errors, flagged, (SELECT sum(n)::integer FROM unnest(latencies) n) AS timed FROM trace_hours`,
  );
  const values = await server.sql<Json>(
    `SELECT hour, version, metric, sum(count)::integer AS count, round(sum(sum)::numeric, 6)::double precision AS sum
     FROM outcome_hours GROUP BY hour, version, metric`,
  );
  return {
    uses: Object.fromEntries(
      uses.map((row) => [
        [row.hour.toISOString(), row.prompt_id.startsWith('0000'), row.version, row.source].join(' '),
        [row.uses, row.errors, row.flagged, row.timed].join(' '),
      ]),
    ),
    values: Object.fromEntries(
      values.map((row) => [
        [row.hour.toISOString(), row.version, row.metric].join(' '),
        `${row.count} ${row.sum}`,
      ]),
    ),
  } as unknown as Sums;
}

/** The same sums over everything at once. */
function expected(traces: readonly Json[], outcomes: readonly Json[]): Sums {
  const uses: Record<string, number[]> = {};
  const values: Record<string, [count: number, sum: number]> = {};
  const flagged = (row: Json) => row.promptName === 'nowhere' || row.contentHash === '0'.repeat(64);
  for (const row of traces) {
    const isUnknown = row.promptName === 'nowhere';
    const key = [hourOf(row.startedAt), isUnknown, row.promptVersion ?? 0, row.source].join(' ');
    const counts = (uses[key] ??= [0, 0, 0, 0]) as [number, number, number, number];
    counts[0] += 1;
    counts[1] += row.status === 'error' ? 1 : 0;
    counts[2] += flagged(row) ? 1 : 0;
    counts[3] += row.latencyMs === undefined ? 0 : 1;
  }
  for (const { traceId, conversationId, metric, value } of outcomes) {
    const row = traces.find(({ id, conversationId: of }) =>
      traceId === undefined ? of === conversationId : id === traceId,
    );
    if (!row || flagged(row)) continue;
    const key = [hourOf(row.startedAt), row.promptVersion ?? 0, metric].join(' ');
    const [count, sum] = values[key] ?? [0, 0];
    values[key] = [count + 1, sum + value];
  }
  return {
    uses: Object.fromEntries(Object.entries(uses).map(([key, counts]) => [key, counts.join(' ')])),
    values: Object.fromEntries(
      Object.entries(values).map(([key, [count, sum]]) => [key, `${count} ${Number(sum.toFixed(6))}`]),
    ),
  } as unknown as Sums;
}

describe('the sums by the hour', () => {
  let traces: Json[];
  let outcomes: Json[];

  beforeAll(async () => (server = await startServer()));
  afterAll(() => server?.stop());

  it('have each trace and outcome once, in whatever order and however late they arrive', async () => {
    const draw = random(5);
    const { hashes } = await promptWithHashes(server, 'summed');
    const experiment = await traffic.experiment('on_trial');
    const onTrial = (await server.admin.get('/api/v1/prompts/on_trial/versions/1')).body.contentHash;
    traces = Array.from({ length: 240 }, (_, i) => {
      const isOnTrial = i % 6 === 0;
      const kind = draw();
      const named = kind < 0.1 ? { promptName: 'nowhere' } : { promptName: 'summed' };
      const version = draw() < 0.5 ? 1 : 2;
      return trace({
        ...named,
        promptVersion: kind > 0.95 ? null : version,
        contentHash: kind > 0.95 ? null : draw() < 0.1 ? '0'.repeat(64) : hashes[version - 1],
        source: kind > 0.95 ? 'file' : 'latest',
        status: draw() < 0.1 ? 'error' : 'ok',
        latencyMs: draw() < 0.1 ? undefined : draw() * 5_000,
        conversationId: `c${i}`,
        ...(isOnTrial && {
          promptName: 'on_trial',
          promptVersion: 1,
          contentHash: onTrial,
          source: 'experiment',
          experimentId: experiment.id,
          variant: 'control',
        }),
        // Some are said to have started long before they arrive, and before others that were summed up already.
        startedAt: iso(Math.floor(draw() * 5 * HOUR)),
      });
    });
    outcomes = traces.flatMap((row, i) => {
      const of = i % 6 === 0 && i % 4 === 0 ? { traceId: undefined, conversationId: row.conversationId } : {};
      const subject = 'conversationId' in of ? { ...of, experimentId: experiment.id } : { traceId: row.id };
      return draw() < 0.8 ? [outcome({ ...subject, value: draw(), occurredAt: row.startedAt })] : [];
    });
    outcomes.push(outcome({ traceId: newId(), value: 0.5, occurredAt: iso(1) }));
    // Outcomes before and after their traces, in ten portions; the job comes in between, sometimes twice at once.
    const shuffled = <T>(rows: readonly T[]) =>
      rows
        .map((row) => [draw(), row] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, row]) => row);
    const [lateTraces, lateOutcomes] = [shuffled(traces), shuffled(outcomes)];
    for (let portion = 0; portion < 10; portion++) {
      const part = <T>(rows: readonly T[]) =>
        rows.slice((rows.length * portion) / 10, (rows.length * (portion + 1)) / 10);
      // Every third time the clock is set back, also behind what was summed up already.
      const minute = NOW + portion * 5 - (portion % 3 === 2 ? 30 : 0);
      traffic.clock(minute);
      expect((await sendOutcomes(server.admin, ...part(lateOutcomes))).body.rejected).toEqual([]);
      traffic.clock(minute + 1);
      expect((await sendTraces(server.admin, ...part(lateTraces))).body.rejected).toEqual([]);
      // A second delivery of the same adds nothing.
      await sendTraces(server.admin, ...part(lateTraces));
      if (portion % 3 === 1) await rollUp(1 + (portion % 2));
    }
    await rollUp(2);
    expect(await rolledUp()).toEqual(expected(traces, outcomes));
  });

  it('tell what was said of a version from day to day, also of what arrived just now', async () => {
    const quality = async (query: string) => {
      const answer = await server.admin.get<Json>(`/api/v1/dashboard/quality${query}`);
      expect(contract.problems('getQualityByVersion', answer)).toEqual([]);
      return answer;
    };
    const own = (row: Json) => row.promptName === 'summed' && row.contentHash !== '0'.repeat(64);
    const valuesOf = (version: number | null) =>
      outcomes.flatMap(({ traceId, value }) => {
        const row = traces.find(({ id }) => id === traceId);
        return row && own(row) && row.promptVersion === version ? [value as number] : [];
      });
    traffic.clock(NOW + 2 * HOUR);
    const late = trace({ ...traces.find(own), id: newId(), promptVersion: null, contentHash: null });
    const said = outcome({ traceId: late.id, value: 0.125, occurredAt: late.startedAt });
    await sendOutcomes(server.admin, said);
    await sendTraces(server.admin, late);
    const { points } = (await quality('?prompt=summed&days=2')).body;
    expect(points.map(({ version }: Json) => version)).toEqual([null, 1, 2]);
    for (const { version, day, metric, count, mean } of points) {
      const values = [...valuesOf(version), ...(version === null ? [0.125] : [])];
      expect({ day, metric, count }).toEqual({
        day: '2026-03-02',
        metric: 'confidence',
        count: values.length,
      });
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
    }
    for (const query of ['?prompt=nobody', '', '?prompt=summed&days=0'])
      expect((await quality(query)).status).toBe(query === '?prompt=nobody' ? 404 : 422);
    traces.push(late);
    outcomes.push(said);
    await rollUp();
    expect(await rolledUp()).toEqual(expected(traces, outcomes));
  });

  it('stay when the traces go, and can be made again of what is kept', async () => {
    const before = await rolledUp();
    const gone = traces.filter(({ experimentId }, i) => experimentId === undefined && i % 2);
    const ids = gone.map(({ id }) => id);
    await server.sql('DELETE FROM traces WHERE id = ANY ($1::uuid[])', [ids]);
    await server.sql('DELETE FROM outcomes WHERE trace_id = ANY ($1::uuid[])', [ids]);
    await rollUp();
    expect(await rolledUp()).toEqual(before);
    await server.app.get(RollUpService).rebuild();
    const kept = (row: Json) => !ids.includes(row.traceId ?? row.id);
    expect(await rolledUp()).toEqual(
      expected(
        traces.filter(kept),
        outcomes.filter(({ traceId }) => !ids.includes(traceId)),
      ),
    );
  });
});

describe('what one statement brings', () => {
  let own: TestServer;
  beforeAll(async () => (own = await startServer()));
  afterAll(() => own?.stop());

  it('is put down in portions, whoever writes it, and summed up once', async () => {
    await own.sql(`INSERT INTO traces (id, prompt_name, source, started_at, status, digest, received_at)
      SELECT gen_random_uuid(), 'quiet', 'latest', now() - n * interval '1 minute', 'ok', gen_random_uuid(), now()
      FROM generate_series(1, 2500) n`);
    const portions = await own.sql<Json>('SELECT records FROM arrivals ORDER BY records');
    expect(portions.map(({ records }) => records)).toEqual([500, 1_000, 1_000]);
    const job = own.app.get(RollUpService);
    await Promise.all([job.run(), job.run()]);
    await job.run();
    const [sums] = await own.sql<Json>(
      'SELECT sum(uses)::integer AS uses, (SELECT count(*)::integer FROM arrivals) AS arrivals FROM trace_hours',
    );
    expect(sums).toEqual({ uses: 2_500, arrivals: 0 });
  });
});
