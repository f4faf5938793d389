import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LATENCY_BUCKETS, latencyQuantile } from './latency-histogram';
import { arrived, NOBODY, outcomeHours, traceHours } from './roll-up';

const HOUR_MS = 3_600_000;
const MOST_PROMPTS = 20;

/** Hours from $1 until before $3, with what has arrived and is not rolled up yet. Of `hours` everything is a sum. */
const HOURS = `
hours AS NOT MATERIALIZED (
  SELECT * FROM trace_hours WHERE hour >= $1::timestamptz AND hour < $3::timestamptz
  UNION ALL
  ${traceHours(`t.id = ANY (${arrived('traces', 'true')}) AND t.started_at >= $1::timestamptz AND t.started_at < $3::timestamptz`)}
)`;
const SAID = `
said AS (
  SELECT * FROM outcome_hours WHERE hour >= $1::timestamptz AND hour < $3::timestamptz
  UNION ALL
  SELECT * FROM (${outcomeHours('true')}) tail WHERE hour >= $1::timestamptz AND hour < $3::timestamptz
)`;

const now = (aggregate: string): string => `${aggregate} FILTER (WHERE hour >= $2::timestamptz)`;
const before = (aggregate: string): string => `${aggregate} FILTER (WHERE hour < $2::timestamptz)`;

/** Few hours have uses in more than some of the buckets: what is not zero is added up bucket by bucket, and only of prompts that are told. */
const PROMPTS = `
WITH ${HOURS}, used AS (
  SELECT prompt_id, coalesce(${now('sum(uses)')}, 0)::double precision AS uses,
    coalesce(${before('sum(uses)')}, 0)::double precision AS "usesBefore",
    ${now('sum(errors)')}::double precision AS errors,
    (sum(uses) FILTER (WHERE hour >= $2::timestamptz AND source = 'file'))::double precision AS "fromFile",
    ${now('sum(cost_sum)')} AS cost, ${now('sum(costs)')}::double precision AS costs
  FROM hours WHERE prompt_id <> '${NOBODY}' GROUP BY prompt_id
), told AS (
  SELECT u.*, p.name FROM used u JOIN prompts p ON p.id = u.prompt_id ORDER BY u.uses DESC, p.name LIMIT ${MOST_PROMPTS}
), timed AS (
  SELECT prompt_id, array_agg(ARRAY[bucket, count]) AS latencies FROM (
    SELECT prompt_id, bucket::double precision AS bucket, sum(count)::double precision AS count
    FROM hours, unnest(latencies) WITH ORDINALITY AS l (count, bucket)
    WHERE hour >= $2::timestamptz AND count > 0 AND prompt_id = ANY (ARRAY(SELECT prompt_id FROM told)) GROUP BY 1, 2
  ) buckets GROUP BY prompt_id
)
SELECT t.*, t.prompt_id AS "promptId", t.name AS "promptName", l.latencies
FROM told t LEFT JOIN timed l USING (prompt_id) ORDER BY t.uses DESC, t.name`;

const OUTCOMES = `
WITH ${SAID}
SELECT prompt_id AS "promptId", metric, coalesce(${now('sum(count)')}, 0)::double precision AS count,
  ${now('sum(sum)')} / ${now('sum(count)')} AS mean, coalesce(${before('sum(count)')}, 0)::double precision AS "countBefore",
  ${before('sum(sum)')} / ${before('sum(count)')} AS "meanBefore"
FROM said WHERE prompt_id = ANY ($4::uuid[]) GROUP BY prompt_id, metric ORDER BY prompt_id, metric`;

/** Every day that a moment of [$2, $3) is in, also one without a trace. */
const DAYS = `
WITH ${HOURS}
SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(u.uses, 0) AS uses, coalesce(u.errors, 0) AS errors,
  coalesce(u."fromFile", 0) AS "fromFile", coalesce(u.flagged, 0) AS flagged
FROM generate_series(date_trunc('day', $2::timestamptz AT TIME ZONE 'UTC'),
  ($3::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond', interval '1 day') AS d (day)
LEFT JOIN (
  SELECT date_trunc('day', hour AT TIME ZONE 'UTC') AS day, sum(uses)::double precision AS uses,
    sum(errors)::double precision AS errors, (sum(uses) FILTER (WHERE source = 'file'))::double precision AS "fromFile",
    sum(flagged)::double precision AS flagged
  FROM hours WHERE hour >= $2::timestamptz GROUP BY 1
) u USING (day) ORDER BY d.day`;

const QUALITY = `
WITH ${SAID}
SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, version, metric, sum(count)::double precision AS count,
  sum(sum) AS sum, sum(squares) AS squares
FROM said WHERE prompt_id = $4::uuid AND hour >= $2::timestamptz GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** A span of whole hours and as many before it. */
export interface UsageSpan {
  readonly before: Date;
  readonly from: Date;
  /** The beginning of the hour after the last one. */
  readonly until: Date;
}

/** The last days until now, as whole hours: the one that is under way is in them. */
export function lastDays(days: number, to: Date): UsageSpan {
  const hour = Math.floor(to.getTime() / HOUR_MS) * HOUR_MS;
  const from = hour - days * 24 * HOUR_MS;
  return {
    before: new Date(from - days * 24 * HOUR_MS),
    from: new Date(from),
    until: new Date(hour === to.getTime() ? hour : hour + HOUR_MS),
  };
}

export interface PromptUsage {
  readonly promptId: string;
  readonly promptName: string;
  readonly uses: number;
  readonly usesBefore: number;
  readonly errorShare: number | null;
  readonly fileShare: number | null;
  readonly medianLatencyMs: number | null;
  readonly meanCost: number | null;
}

export interface SaidOfPrompt {
  readonly promptId: string;
  readonly metric: string;
  readonly count: number;
  readonly mean: number | null;
  readonly countBefore: number;
  readonly meanBefore: number | null;
}

export interface DayUsage {
  readonly day: string;
  readonly uses: number;
  readonly errors: number;
  readonly fromFile: number;
  readonly flagged: number;
}

/** What was said of a version's uses of a day. */
export interface SaidOfVersion {
  readonly day: string;
  /** 0: words that no version has. */
  readonly version: number;
  readonly metric: string;
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

interface UsedRow extends Pick<PromptUsage, 'promptId' | 'promptName' | 'uses' | 'usesBefore'> {
  readonly errors: number | null;
  readonly fromFile: number | null;
  readonly cost: number | null;
  readonly costs: number | null;
  /** Buckets, from 1, with their counts; `null`: no latency was reported. */
  readonly latencies: ReadonlyArray<readonly [bucket: number, count: number]> | null;
}

type Read = <T>(text: string, ...more: unknown[]) => Promise<T[]>;

/** How prompts are used: from the sums by the hour and the little that has arrived since. */
@Injectable()
export class UsageQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** The most used prompts and what was said of them, and all uses by day (UTC). */
  ofPrompts(span: UsageSpan): Promise<{ prompts: PromptUsage[]; said: SaidOfPrompt[]; days: DayUsage[] }> {
    return this.reading(span, async (read) => {
      const prompts = (await read<UsedRow>(PROMPTS)).map(toPromptUsage);
      const said = await read<SaidOfPrompt>(
        OUTCOMES,
        prompts.map(({ promptId }) => promptId),
      );
      return { prompts, said, days: await read<DayUsage>(DAYS) };
    });
  }

  /** What was said of a prompt's versions, by day (UTC) and metric. */
  ofVersions(promptId: string, span: UsageSpan): Promise<SaidOfVersion[]> {
    return this.reading(span, (read) => read<SaidOfVersion>(QUALITY, promptId));
  }

  /** In one view of the data: what is rolled up meanwhile is neither missed nor counted twice. */
  private reading<T>({ before: start, from, until }: UsageSpan, ask: (read: Read) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', (manager) =>
      ask((text, ...more) => manager.query(text, [start, from, until, ...more])),
    );
  }
}

function toPromptUsage({ promptId, promptName, uses, usesBefore, ...row }: UsedRow): PromptUsage {
  return {
    promptId,
    promptName,
    uses,
    usesBefore,
    errorShare: uses ? (row.errors ?? 0) / uses : null,
    fileShare: uses ? (row.fromFile ?? 0) / uses : null,
    medianLatencyMs: latencyQuantile(histogram(row.latencies ?? []), 0.5),
    meanCost: row.costs ? (row.cost ?? 0) / row.costs : null,
  };
}

function histogram(buckets: ReadonlyArray<readonly [bucket: number, count: number]>): number[] {
  const counts = Array.from({ length: LATENCY_BUCKETS }, () => 0);
  for (const [bucket, count] of buckets) counts[bucket - 1] = count;
  return counts;
}
