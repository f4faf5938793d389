import { Inject, Injectable } from '@nestjs/common';
import { FEW_VALUES, meanInterval } from '@prompt-registry/statistics';
import { DataSource, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { PLAN_DEFAULTS } from '../experiments/experiment-plan';
import type { Metric } from '../experiments/metric.entity';
import { MetricsService } from '../experiments/metrics.service';
import { toMoment } from '../identity/moment';
import { PromptsService } from '../prompts/prompts.service';
import { divide, type Span } from './hour-spans';
import { BY_INDEX, tracesIn, unitHours, useHours } from './metric-hours';
import type {
  OutcomeMeanDto,
  PromptMetricsDto,
  PromptMetricsQueryDto,
  VersionMetricsDto,
} from './prompt-metrics.dto';
import { changedHours, NOBODY } from './roll-up';
import { TRACE_SOURCES } from './trace.entity';

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Of which records: those of whole hours as sums, all others themselves. */
interface Asked {
  /** What follows FROM, for rows of a table of hours named `h`. */
  readonly hours: (table: 'use_hours' | 'unit_hours') => string;
  /** What follows FROM, for traces named `t`. */
  readonly traces: string;
}

const EACH = 'metric, unnest(units) AS unit, unnest(counts) AS count, unnest(sums) AS sum';
const total = (column: string): string => `sum(${column})::integer`;

const USES = ({ hours, traces }: Asked): string => `
WITH cells AS MATERIALIZED (
  SELECT h.* FROM ${hours('use_hours')} UNION ALL ${useHours(traces)}
), counted AS (
  SELECT version, ${['uses', 'errors', 'unfinished', 'flagged'].map((column) => `${total(column)} AS ${column}`).join(', ')},
    sum(input_tokens) / nullif(sum(inputs), 0) AS "inputTokensMean",
    sum(output_tokens) / nullif(sum(outputs), 0) AS "outputTokensMean",
    CASE WHEN sum(costs) > 0 THEN sum(cost_sum) END AS "costSum", sum(cost_sum) / nullif(sum(costs), 0) AS "costMean",
    min(first_at) AS "firstUsedAt", max(last_at) AS "lastUsedAt",
    jsonb_build_object(${TRACE_SOURCES.map((source, i) => `'${source}', ${total(`sources[${i + 1}]`)}`).join(', ')}) AS sources
  FROM cells GROUP BY version
), talked AS (
  SELECT version, count(*)::integer AS conversations FROM (
    SELECT DISTINCT version, unnest(conversations) AS unit FROM cells
  ) c GROUP BY version
), timed AS (
  SELECT version, percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency) AS latencies FROM (
    SELECT version, unnest(latencies) AS latency FROM cells
  ) l GROUP BY version
)
SELECT nullif(version, 0) AS version, uses, coalesce(conversations, 0) AS conversations, errors, unfinished, flagged, latencies,
  "inputTokensMean", "outputTokensMean", "costSum", "costMean", "firstUsedAt", "lastUsedAt", sources
FROM counted LEFT JOIN talked USING (version) LEFT JOIN timed USING (version) ORDER BY counted.version DESC`;

/**
 * A conversation is the unit; a use without one is its own. What was said of its traces is in the hours that they started in; what
 * was said of the conversation in an experiment is the same in all of its hours.
 */
const OUTCOMES = ({ hours, traces }: Asked, weights: readonly [string, string, string]): string => `
WITH cells AS MATERIALIZED (
  SELECT h.* FROM ${hours('unit_hours')} UNION ALL SELECT * FROM (${unitHours(traces)}) t
), of_conversations AS (
  SELECT version, unit, metric, max(count) AS count, max(sum) AS sum FROM (
    SELECT version, experiment_id, ${EACH} FROM cells WHERE experiment_id <> '${NOBODY}'
  ) said GROUP BY version, unit, metric, experiment_id
), units AS (
  SELECT version, unit, metric, sum(sum) / sum(count) AS value FROM (
    SELECT version, ${EACH} FROM cells WHERE experiment_id = '${NOBODY}'
    UNION ALL SELECT version, metric, unit, count, sum FROM of_conversations
  ) said GROUP BY version, unit, metric
), composed AS (
  SELECT version, ${weights[0]} * max(value) FILTER (WHERE metric = 'confidence')
    + ${weights[1]} * max(value) FILTER (WHERE metric = 'user_actioned')
    + ${weights[2]} * max(value) FILTER (WHERE metric = 'architect_satisfaction') AS value
  FROM units GROUP BY version, unit
), measured AS (
  SELECT version, metric, value FROM units UNION ALL SELECT version, 'insight_quality', value FROM composed WHERE value IS NOT NULL
)
SELECT nullif(version, 0) AS version, metric, count(*)::integer AS n, avg(value) AS mean, stddev_samp(value) AS deviation
FROM measured GROUP BY version, metric ORDER BY metric`;

/** Hours of a prompt ($1) that are not what their records say. */
const STALE = `
SELECT hour FROM stale_hours WHERE prompt_id = $1::uuid
UNION SELECT hour FROM (${changedHours('true')}) changed WHERE prompt_id = $1::uuid`;

type UsesRow = Omit<VersionMetricsDto, 'outcomes' | 'latencyMedianMs' | 'latencyP95Ms'> & {
  /** Median and 95 %. */
  readonly latencies: readonly [number, number] | null;
};
interface OutcomeRow {
  readonly version: number | null;
  readonly metric: string;
  readonly n: number;
  readonly mean: number;
  readonly deviation: number | null;
}

/** How the versions of a prompt did in a span of time: from its hours, and from the records where these do not tell. */
@Injectable()
export class PromptMetricsQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
    private readonly metrics: MetricsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The figures of each version that was used.
   * @throws DomainError PROMPT_NOT_FOUND, INVALID_INPUT for a moment that does not exist.
   */
  async get(idOrName: string, query: PromptMetricsQueryDto): Promise<PromptMetricsDto> {
    const to = query.to === undefined ? this.clock.now() : toMoment(query.to, 'to');
    const from =
      query.from === undefined
        ? new Date(to.getTime() - DEFAULT_DAYS * DAY_MS)
        : toMoment(query.from, 'from');
    const { id: promptId, name: promptName } = await this.prompts.find(idOrName);
    // In one view of the data: what is summed up meanwhile is neither missed nor counted twice.
    const { uses, outcomes } = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      read(manager, promptId, { from, to }, query),
    );
    const metrics = await this.metrics.known(outcomes.map(({ metric }) => metric));
    const versions = uses.map(({ latencies, ...row }) => ({
      ...row,
      latencyMedianMs: latencies?.[0] ?? null,
      latencyP95Ms: latencies?.[1] ?? null,
      outcomes: outcomes
        .filter(({ version }) => version === row.version)
        .map((outcome) => toOutcomeMean(outcome, metrics.get(outcome.metric) ?? UNKNOWN)),
    }));
    return { promptId, promptName, from, to, versions };
  }
}

async function read(
  manager: EntityManager,
  promptId: string,
  span: Span,
  { variant, agent }: PromptMetricsQueryDto,
): Promise<{ uses: UsesRow[]; outcomes: OutcomeRow[] }> {
  const stale = (await manager.query(STALE, [promptId])) as Array<{ hour: Date }>;
  const { whole, parts } = divide(
    span,
    stale.map(({ hour }) => hour),
  );
  const parameters: unknown[] = [promptId, whole.map(({ from }) => from), whole.map(({ to }) => to)];
  parameters.push(
    parts.map(({ from }) => from),
    parts.map(({ to }) => to),
  );
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const chosen = Object.entries({ variant, agent }).filter(([, value]) => value !== undefined);
  const ofThem = chosen.map(([column, value]) => ` AND ${column} = ${bind(value)}`).join('');
  const asked: Asked = {
    hours: (table) => `unnest($2::timestamptz[], $3::timestamptz[]) AS s (from_hour, to_hour)
      JOIN ${table} h ON h.prompt_id = $1::uuid AND h.hour >= s.from_hour AND h.hour < s.to_hour${ofThem}`,
    traces: tracesIn(
      'unnest($4::timestamptz[], $5::timestamptz[]) AS s (from_at, to_at)',
      `t.prompt_id = $1::uuid AND t.started_at >= s.from_at AND t.started_at < s.to_at${ofThem}`,
    ),
  };
  await manager.query(BY_INDEX);
  const uses = (await manager.query(USES(asked), [...parameters])) as UsesRow[];
  const { confidence, user_actioned, architect_satisfaction } = PLAN_DEFAULTS.insightQualityWeights;
  const weights = [confidence, user_actioned, architect_satisfaction].map(
    (weight) => `${bind(weight)}::double precision`,
  ) as [string, string, string];
  const outcomes = (await manager.query(OUTCOMES(asked, weights), parameters)) as OutcomeRow[];
  return { uses, outcomes };
}

/** A metric that is not registered, such as after the restore of an older backup: nothing is known of its values. */
const UNKNOWN = { kind: 'continuous', minimum: null, maximum: null } as const;

function toOutcomeMean(
  { metric, n, mean, deviation }: OutcomeRow,
  range: Pick<Metric, 'kind' | 'minimum' | 'maximum'>,
): OutcomeMeanDto {
  const interval = meanInterval({ mean, deviation: deviation ?? 0, size: n }, range);
  return { metric, n, few: n < FEW_VALUES, mean, low: interval?.low ?? null, high: interval?.high ?? null };
}
