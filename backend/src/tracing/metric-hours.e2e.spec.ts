import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { MINUTE, random, START, Traffic } from '../../e2e/traffic';
import { promptPath } from '../../e2e/trials';
import { CONFIGURATION, type Configuration } from '../configuration';
import { RetentionService } from './retention.service';
import { RollUpService } from './roll-up.service';

const PROMPT = 'on_trial';
const DAY = 24 * 60;
/** After everything that is told. */
const NOW = 3 * DAY;
let server: TestServer;
const traffic = new Traffic(() => server);
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();
const draw = random(11);
const below = (most: number) => Math.floor(draw() * most);

/** Straight from the records, as one would ask for a single time. */
const PLAIN_USES = `
SELECT prompt_version AS version, count(*) FILTER (WHERE own)::integer AS uses, count(flag)::integer AS flagged,
  count(DISTINCT conversation_id) FILTER (WHERE own)::integer AS conversations,
  count(*) FILTER (WHERE own AND status = 'error')::integer AS errors,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE own) AS median,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE own) AS p95,
  avg(cost) FILTER (WHERE own) AS cost, avg(input_tokens) FILTER (WHERE own)::double precision AS tokens,
  min(started_at) FILTER (WHERE own) AS first, max(started_at) FILTER (WHERE own) AS last
FROM (SELECT *, coalesce(flag NOT IN ('hash_mismatch', 'unknown_version'), true) AS own FROM traces
  WHERE prompt_name = '${PROMPT}' AND started_at >= $1 AND started_at < $2
    AND ($3::text IS NULL OR variant = $3) AND ($4::text IS NULL OR agent = $4)) t
GROUP BY 1 ORDER BY 1 DESC NULLS LAST`;
const PLAIN_OUTCOMES = `
WITH uses AS (
  SELECT *, coalesce('c' || conversation_id, 't' || id::text) AS unit FROM traces
  WHERE prompt_name = '${PROMPT}' AND started_at >= $1 AND started_at < $2 AND ($3::text IS NULL OR variant = $3)
    AND ($4::text IS NULL OR agent = $4) AND coalesce(flag NOT IN ('hash_mismatch', 'unknown_version'), true)
), units AS (
  SELECT version, unit, metric, avg(value) AS value FROM (
    SELECT u.prompt_version AS version, u.unit, o.metric, o.value FROM uses u JOIN outcomes o ON o.trace_id = u.id
    UNION ALL
    SELECT u.version, u.unit, o.metric, o.value
    FROM (SELECT DISTINCT prompt_version AS version, unit, experiment_id, conversation_id FROM uses WHERE flag IS NULL) u
    JOIN outcomes o USING (experiment_id, conversation_id)
  ) v GROUP BY 1, 2, 3
)
SELECT version, metric, count(*)::integer AS n, avg(value) AS mean FROM units GROUP BY 1, 2
UNION ALL
SELECT version, 'insight_quality', count(*)::integer, avg(value) FROM (
  SELECT version, 0.3 * max(value) FILTER (WHERE metric = 'confidence') + 0.4 * max(value) FILTER (WHERE metric = 'user_actioned')
    + 0.3 * max(value) FILTER (WHERE metric = 'architect_satisfaction') AS value FROM units GROUP BY version, unit
) c WHERE value IS NOT NULL GROUP BY 1 ORDER BY 2`;

const near = (value: number | null) => (value === null ? null : (expect.closeTo(value, 9) as number));

async function plain(
  from: string,
  to: string,
  variant: string | null,
  agent: string | null,
): Promise<Json[]> {
  const uses = await server.sql<Json>(PLAIN_USES, [from, to, variant, agent]);
  const said = await server.sql<Json>(PLAIN_OUTCOMES, [from, to, variant, agent]);
  return uses.map((row) => ({
    version: row.version,
    uses: row.uses,
    flagged: row.flagged,
    conversations: row.conversations,
    errors: row.errors,
    latencyMedianMs: near(row.median),
    latencyP95Ms: near(row.p95),
    costMean: near(row.cost),
    inputTokensMean: near(row.tokens),
    firstUsedAt: row.first?.toISOString() ?? null,
    lastUsedAt: row.last?.toISOString() ?? null,
    outcomes: said
      .filter(({ version }) => version === row.version)
      .map(({ metric, n, mean }) => expect.objectContaining({ metric, n, mean: near(mean) })),
  }));
}

/** All of it, with ends in the middle of hours, within one hour, by variant and by agent. */
async function areThoseOfTheRecords(): Promise<void> {
  for (const [from, to, variant, agent] of [
    [-DAY, 4 * DAY],
    [0, 2 * DAY],
    [95, 2 * DAY - 17],
    [130, 145],
    [37, 3 * DAY, 'b'],
    [0, 2 * DAY + 1, undefined, 'architect'],
  ] as ReadonlyArray<[number, number, string?, string?]>) {
    const query = { from: iso(from), to: iso(to), ...(variant && { variant }), ...(agent && { agent }) };
    const path = `${promptPath(PROMPT)}/metrics?${new URLSearchParams(query).toString()}`;
    const { versions } = (await server.admin.get(path)).body;
    expect(versions).toEqual(
      (await plain(query.from, query.to, variant ?? null, agent ?? null)).map((row) =>
        expect.objectContaining(row),
      ),
    );
  }
}

async function areAlsoWhenSummedUp(): Promise<void> {
  await areThoseOfTheRecords();
  await server.app.get(RollUpService).run();
  const [left] = await server.sql(
    'SELECT (SELECT count(*)::integer FROM arrivals) AS arrivals, (SELECT count(*)::integer FROM stale_hours) AS hours',
  );
  expect(left).toEqual({ arrivals: 0, hours: 0 });
  await areThoseOfTheRecords();
}

describe("a prompt's metrics, from its hours", () => {
  let experiment: Json;
  const hashes: string[] = [];
  const traces: Json[] = [];
  const outcomes: Json[] = [];

  /** Conversations last for hours, and several versions and agents speak in one. */
  const newTrace = (): Json => {
    const promptVersion = draw() < 0.1 ? null : 1 + below(2);
    const onTrial = promptVersion !== null && draw() < 0.5;
    return trace({
      promptName: PROMPT,
      promptVersion,
      contentHash: draw() < 0.1 ? '0'.repeat(64) : promptVersion === null ? null : hashes[promptVersion - 1],
      source: promptVersion === null ? 'file' : 'latest',
      ...(onTrial && {
        source: 'experiment',
        experimentId: experiment.id,
        variant: promptVersion === 1 ? 'control' : 'b',
      }),
      conversationId: draw() < 0.2 ? undefined : `c${below(40)}`,
      agent: ['architect', 'synthesizer', undefined][below(3)],
      startedAt: iso(draw() * 2 * DAY),
      latencyMs: draw() < 0.1 ? undefined : draw() * 5_000,
      inputTokens: draw() < 0.3 ? undefined : below(2_000),
      cost: draw() < 0.3 ? undefined : draw() / 100,
      status: draw() < 0.1 ? 'error' : 'ok',
    });
  };
  const newOutcome = (): Json => {
    const metric = ['confidence', 'user_actioned', 'architect_satisfaction'][below(3)];
    const value = metric === 'user_actioned' ? below(2) : draw();
    const subject =
      draw() < 0.3
        ? { traceId: undefined, experimentId: experiment.id, conversationId: `c${below(40)}` }
        : { traceId: traces[below(traces.length)].id };
    return outcome({ ...subject, metric, value, occurredAt: iso(below(2 * DAY)) });
  };
  const deliver = async (newTraces: number, newOutcomes: number) => {
    // Some are said of traces that come afterwards.
    const some = Array.from({ length: newTraces }, newTrace);
    traces.push(...some);
    const said = Array.from({ length: newOutcomes }, newOutcome);
    outcomes.push(...said);
    expect((await sendOutcomes(server.admin, ...said)).body.rejected).toEqual([]);
    expect((await sendTraces(server.admin, ...some)).body.rejected).toEqual([]);
  };

  beforeAll(async () => {
    server = await startServer();
    experiment = await traffic.experiment(PROMPT);
    for (const version of [1, 2])
      hashes.push((await server.admin.get(`${promptPath(PROMPT)}/versions/${version}`)).body.contentHash);
    traffic.clock(NOW);
  });
  afterAll(() => server?.stop());

  it('are those of its records, before and after these are summed up', async () => {
    await deliver(300, 400);
    await areAlsoWhenSummedUp();
  });

  it('follow what arrives late, in any order and twice', async () => {
    await deliver(1, 30);
    await areAlsoWhenSummedUp();
    await deliver(40, 60);
    await sendTraces(server.admin, ...traces.slice(0, 50));
    await sendOutcomes(server.admin, ...outcomes.slice(0, 50));
    await areAlsoWhenSummedUp();
  });

  it('miss nothing when the clock is set back', async () => {
    traffic.clock(NOW - 10);
    await deliver(20, 20);
    await areAlsoWhenSummedUp();
    traffic.clock(NOW);
  });

  it('forget what retention removes', async () => {
    const { traceRetentionDays } = server.app.get<Configuration>(CONFIGURATION);
    traffic.clock(DAY + traceRetentionDays * DAY);
    expect((await server.app.get(RetentionService).run()).traces).toBeGreaterThan(20);
    traffic.clock(NOW);
    await areAlsoWhenSummedUp();
  });

  it('can be made again', async () => {
    await server.sql(`UPDATE use_hours SET uses = uses + 1`);
    await expect(areThoseOfTheRecords()).rejects.toThrow();
    await server.app.get(RollUpService).rebuild();
    await areThoseOfTheRecords();
  });
});
