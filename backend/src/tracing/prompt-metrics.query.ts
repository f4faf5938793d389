import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { PLAN_DEFAULTS } from '../experiments/experiment-plan';
import { toMoment } from '../identity/moment';
import { PromptsService } from '../prompts/prompts.service';
import { meanInterval } from './mean-interval';
import type {
  OutcomeMeanDto,
  PromptMetricsDto,
  PromptMetricsQueryDto,
  VersionMetricsDto,
} from './prompt-metrics.dto';

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Words that were not those of the version they named say nothing about it. */
const OWN_WORDS = `(t.flag IS NULL OR t.flag NOT IN ('hash_mismatch', 'unknown_version'))`;

const count = (condition: string): string => `(count(*) FILTER (WHERE own AND ${condition}))::integer`;
const of = (aggregate: string): string => `${aggregate} FILTER (WHERE own)`;

const USES = (where: string): string => `
SELECT version, ${count('true')} AS uses, ${of('count(DISTINCT conversation_id COLLATE "C")')}::integer AS conversations,
  ${count(`status = 'error'`)} AS errors, ${count(`status = 'unfinished'`)} AS unfinished, count(flag)::integer AS flagged,
  ${of('percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms)')} AS latencies,
  ${of('avg(input_tokens)')}::double precision AS "inputTokensMean",
  ${of('avg(output_tokens)')}::double precision AS "outputTokensMean",
  ${of('sum(cost)')} AS "costSum", ${of('avg(cost)')} AS "costMean",
  ${of('min(started_at)')} AS "firstUsedAt", ${of('max(started_at)')} AS "lastUsedAt",
  jsonb_build_object('experiment', ${count(`source = 'experiment'`)}, 'version', ${count(`source = 'version'`)},
    'label', ${count(`source = 'label'`)}, 'latest', ${count(`source = 'latest'`)}, 'file', ${count(`source = 'file'`)}) AS sources
FROM (SELECT t.*, t.prompt_version AS version, ${OWN_WORDS} AS own FROM traces t WHERE ${where}) u
GROUP BY version ORDER BY version DESC NULLS LAST`;

/**
 * A conversation is the unit; a use without one is its own. What was said of a conversation in an experiment is said of the
 * version that the experiment served in it.
 */
const OUTCOMES = (where: string, weights: readonly [string, string, string]): string => `
WITH uses AS (
  SELECT t.id, t.prompt_version AS version, t.experiment_id, t.conversation_id, t.flag FROM traces t WHERE ${where} AND ${OWN_WORDS}
), values AS (
  SELECT u.version, coalesce('conversation ' || u.conversation_id, 'trace ' || u.id::text) AS unit, o.metric, o.value
  FROM uses u JOIN outcomes o ON o.trace_id = u.id
  UNION ALL
  SELECT c.version, 'conversation ' || c.conversation_id, o.metric, o.value
  FROM (SELECT DISTINCT version, experiment_id, conversation_id FROM uses
    WHERE flag IS NULL AND experiment_id IS NOT NULL AND conversation_id IS NOT NULL) c
  JOIN outcomes o ON o.experiment_id = c.experiment_id AND o.conversation_id = c.conversation_id
), units AS (
  SELECT version, unit, metric, avg(value) AS value FROM values GROUP BY version, unit, metric
), composed AS (
  SELECT version, ${weights[0]} * max(value) FILTER (WHERE metric = 'confidence')
    + ${weights[1]} * max(value) FILTER (WHERE metric = 'user_actioned')
    + ${weights[2]} * max(value) FILTER (WHERE metric = 'architect_satisfaction') AS value
  FROM units GROUP BY version, unit
), measured AS (
  SELECT version, metric, value FROM units UNION ALL SELECT version, 'insight_quality', value FROM composed WHERE value IS NOT NULL
)
SELECT version, metric, count(*)::integer AS n, avg(value) AS mean, stddev_samp(value) AS deviation
FROM measured GROUP BY version, metric ORDER BY metric`;

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

/** How the versions of a prompt did: two statements over its traces in a span of time. */
@Injectable()
export class PromptMetricsQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
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
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [
      `t.prompt_id = ${bind(promptId)}`,
      `t.started_at >= ${bind(from)}`,
      `t.started_at < ${bind(to)}`,
    ];
    if (query.variant !== undefined) conditions.push(`t.variant = ${bind(query.variant)}`);
    if (query.agent !== undefined) conditions.push(`t.agent = ${bind(query.agent)}`);
    const where = conditions.join(' AND ');
    const uses = (await this.dataSource.query(USES(where), [...parameters])) as UsesRow[];
    const { confidence, user_actioned, architect_satisfaction } = PLAN_DEFAULTS.insightQualityWeights;
    const outcomes = (await this.dataSource.query(
      OUTCOMES(where, [
        `${bind(confidence)}::double precision`,
        `${bind(user_actioned)}::double precision`,
        `${bind(architect_satisfaction)}::double precision`,
      ]),
      parameters,
    )) as OutcomeRow[];
    const versions = uses.map(({ latencies, ...row }) => ({
      ...row,
      latencyMedianMs: latencies?.[0] ?? null,
      latencyP95Ms: latencies?.[1] ?? null,
      outcomes: outcomes.filter(({ version }) => version === row.version).map(toOutcomeMean),
    }));
    return { promptId, promptName, from, to, versions };
  }
}

function toOutcomeMean({ metric, n, mean, deviation }: OutcomeRow): OutcomeMeanDto {
  const interval = meanInterval(mean, deviation ?? 0, n);
  return { metric, n, mean, low: interval?.low ?? null, high: interval?.high ?? null };
}
