import { Inject, Injectable } from '@nestjs/common';
import type { ExperimentSettings, StatisticsState } from '@prompt-registry/statistics';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';
import { PROMOTED } from '../experiments/experiment.query';
import { offsetOf } from '../page.dto';
import { isPromptId } from '../prompts/prompts.service';
import { containing } from '../versions/like-pattern';
import { attentionOf } from './attention';
import { missedSince } from './dashboard.query';
import type { MetricFigures } from './evaluation-figures';
import { EvaluationRunService } from './evaluation-run.service';
import { leadingComparison } from './leading-comparison';
import { outlookOf } from './outlook';
import type {
  StandingDto,
  StandingListDto,
  StandingListQueryDto,
  StandingMetricDto,
  StandingSort,
} from './standing-list.dto';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const MOST_CHOICES = 100;
const FROM = 'FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id';
const NEWEST = 'coalesce(e.start_at, e.created_at) DESC, e.id';
const ORDERS: Readonly<Record<StandingSort, string>> = {
  status: `array_position('{running,paused,draft,completed,stopped}', e.status), ${NEWEST}`,
  newest: NEWEST,
  oldest: 'coalesce(e.start_at, e.created_at), e.id',
  name: `lower(e.name), ${NEWEST}`,
  prompt: `p.name, ${NEWEST}`,
};

/** One page of experiments first, so that what stands beside them is read for these only. */
const page = (where: string, order: string, limit: string, offset: string) => `
WITH e AS MATERIALIZED (
  SELECT e.*, p.name AS prompt_name, row_number() OVER (ORDER BY ${order}) AS place
  ${FROM} WHERE ${where} ORDER BY place LIMIT ${limit} OFFSET ${offset}
)
SELECT e.id, e.name, e.prompt_name AS "promptName", e.status, e.variants, e.traffic_share AS "trafficShare",
  e.start_at AS "startAt", e.end_at AS "endAt", e.winner, e.conclusion, ${PROMOTED}, e.created_by AS owner,
  e.created_at AS "createdAt", e.decision ->> 'verdict' AS "endVerdict",
  (e.plan ->> 'maximumRuntimeMinutes')::integer AS "maximumRuntimeMinutes",
  (e.plan ->> 'windowMinutes')::integer + (e.plan ->> 'graceMinutes')::integer AS "settleMinutes",
  jsonb_build_object('name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction, 'source', m.source) AS metric,
  l.verdict, l.decisive, coalesce(l.reasons, '[]'::jsonb) AS reasons, l.at AS "evaluatedAt", coalesce(l.units, 0) AS units,
  (l.read_out ->> 'progress')::double precision AS progress,
  (SELECT f FROM jsonb_array_elements(l.read_out -> 'metrics') f WHERE f ->> 'name' = m.name) AS figures,
  (e.decision #>> '{record,decision,crossing,variantIndex}')::integer AS "decidingVariant",
  CASE WHEN d.name IS NOT NULL THEN jsonb_build_object('name', d.name, 'kind', d.kind, 'unit', d.unit,
    'direction', d.direction, 'source', d.source) END AS "decidingMetric",
  (SELECT f FROM jsonb_array_elements(l.read_out -> 'metrics') f WHERE f ->> 'name' = d.name) AS "decidingFigures",
  s.settings, CASE WHEN e.end_at IS NULL THEN s.state END AS state,
  (SELECT count(*)::integer FROM exposures x
    WHERE x.experiment_id = e.id AND x.assigned_event IS NULL AND e.end_at IS NULL) AS waiting
FROM e
JOIN metrics m ON m.name = e.plan ->> 'primaryMetric'
LEFT JOIN experiment_statistics s ON s.experiment_id = e.id
LEFT JOIN LATERAL (
  SELECT verdict, decisive, reasons, at, units, read_out FROM evaluations v
  WHERE v.experiment_id = e.id ORDER BY v.id DESC LIMIT 1
) l ON true
LEFT JOIN metrics d ON d.name <> m.name AND d.name = e.decision #>> ARRAY[
  'record', 'settings', 'metrics', e.decision #>> '{record,decision,crossing,metricIndex}', 'name']
ORDER BY e.place`;

const choices = (column: string) =>
  `ARRAY (SELECT ${column} ${FROM} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${MOST_CHOICES})`;
const CHOICES = `SELECT ${choices('e.created_by')} AS owners, ${choices('p.name')} AS prompts`;

type Measured = Pick<StandingMetricDto, 'name' | 'kind' | 'unit' | 'direction' | 'source'>;
type Row = Omit<StandingDto, 'attention' | 'daysLeft' | 'primaryMetric' | 'decidedBy'> & {
  readonly endVerdict: string | null;
  readonly decisive: boolean | null;
  readonly metric: Measured;
  readonly maximumRuntimeMinutes: number;
  readonly settleMinutes: number;
  readonly figures: MetricFigures | null;
  /** What decided, when it was not the primary metric, and the index of the variant that did. */
  readonly decidingMetric: Measured | null;
  readonly decidingFigures: MetricFigures | null;
  readonly decidingVariant: number | null;
  readonly settings: string | null;
  readonly state: string | null;
  readonly waiting: number;
};

/** What a list of experiments shows, however many there are. */
@Injectable()
export class StandingsQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: EvaluationRunService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One page of the experiments that match, with where each stands; three statements, whatever the page. */
  async list(query: StandingListQueryDto): Promise<StandingListDto> {
    const { status, sort = 'status' } = query;
    const counts = await this.counts(query);
    const statuses = status?.length ? status : EXPERIMENT_STATUSES;
    const { where, parameters } = filter(query);
    const bind = binding(parameters);
    const only = `${where} AND e.status = ANY (${bind(statuses)}::text[])`;
    const text = page(only, ORDERS[sort], bind(query.pageSize), bind(offsetOf(query)));
    const rows = (await this.dataSource.query(text, parameters)) as Row[];
    const [found] = (await this.dataSource.query(CHOICES)) as Array<
      Pick<StandingListDto, 'owners' | 'prompts'>
    >;
    const now = this.clock.now();
    const forgottenBefore = missedSince(this.runs.schedule, now);
    return {
      items: rows.map((row) => standing(row, now, forgottenBefore)),
      total: [...new Set(statuses)].reduce((sum, of) => sum + counts[of], 0),
      page: query.page,
      pageSize: query.pageSize,
      counts,
      owners: found?.owners ?? [],
      prompts: found?.prompts ?? [],
    };
  }

  private async counts(query: StandingListQueryDto): Promise<StandingListDto['counts']> {
    const { where, parameters } = filter(query);
    const rows = (await this.dataSource.query(
      `SELECT e.status, count(*)::integer AS count ${FROM} WHERE ${where} GROUP BY e.status`,
      parameters,
    )) as Array<{ status: ExperimentStatus; count: number }>;
    const none = { draft: 0, running: 0, paused: 0, completed: 0, stopped: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
  }
}

/** All but the status, which the counts are of. */
function filter({ prompt, owner, q }: StandingListQueryDto): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = binding(parameters);
  const conditions = ['true'];
  if (prompt !== undefined)
    conditions.push(isPromptId(prompt) ? `p.id = ${bind(prompt)}` : `p.name = ${bind(prompt)}`);
  if (owner !== undefined) conditions.push(`e.created_by = ${bind(owner)}`);
  if (q?.trim()) {
    const pattern = bind(containing(q.trim()));
    conditions.push(`(e.name ILIKE ${pattern} OR e.hypothesis ILIKE ${pattern} OR p.name ILIKE ${pattern})`);
  }
  return { where: conditions.join(' AND '), parameters };
}

/** CHANGES `parameters`. */
const binding =
  (parameters: unknown[]) =>
  (value: unknown): string =>
    `$${parameters.push(value)}`;

function standing(row: Row, now: Date, forgottenBefore: Date | null): StandingDto {
  const { startAt, endAt, verdict, reasons, evaluatedAt, decisive, settings, decidingMetric } = row;
  const rules = settings === null ? null : (JSON.parse(settings) as ExperimentSettings);
  const onTrial = startAt !== null && endAt === null;
  const seen = { verdict, reasons, evaluatedAt, decisive };
  return {
    id: row.id,
    name: row.name,
    promptName: row.promptName,
    status: row.status,
    variants: row.variants,
    trafficShare: row.trafficShare,
    startAt,
    endAt,
    attention: onTrial ? attentionOf({ ...seen, startAt }, forgottenBefore) : null,
    verdict: endAt === null ? verdict : row.endVerdict,
    reasons,
    evaluatedAt,
    units: row.units,
    progress: row.progress,
    daysLeft: onTrial ? daysLeft(row, rules, startAt, now) : null,
    primaryMetric: listedMetric(row.metric, row.figures, row.winner, rules),
    decidedBy:
      decidingMetric &&
      listedMetric(
        decidingMetric,
        row.decidingFigures,
        row.winner ?? row.variants[row.decidingVariant ?? -1]?.name ?? null,
        rules,
      ),
    winner: row.winner,
    conclusion: row.conclusion,
    promoted: row.promoted,
    owner: row.owner,
    createdAt: row.createdAt,
  };
}

/** A metric with the variant that stands for it. */
function listedMetric(
  metric: Measured,
  figures: MetricFigures | null,
  preferred: string | null,
  rules: ExperimentSettings | null,
): StandingMetricDto {
  const lead = figures && leadingComparison(figures, preferred);
  return {
    ...metric,
    scale: rules?.metrics.find(({ name }) => name === metric.name)?.scale ?? 'linear',
    variant: lead?.variant ?? null,
    difference: lead?.difference ?? null,
    interval: lead?.interval ?? null,
    chanceToWin: lead?.chanceToWin ?? null,
  };
}

/** Before the first look only time can end it. */
function daysLeft(
  { state, progress, waiting, maximumRuntimeMinutes, settleMinutes }: Row,
  settings: ExperimentSettings | null,
  startAt: Date,
  now: Date,
): number | null {
  const elapsedMs = now.getTime() - startAt.getTime();
  if (!settings || !state) return Math.max(0, (maximumRuntimeMinutes * MINUTE_MS - elapsedMs) / DAY_MS);
  const { assignment } = JSON.parse(state) as StatisticsState;
  const exposed = assignment.counts.reduce((sum, count) => sum + count, waiting);
  const pace = { exposed, elapsedMs, progress: progress ?? 0, settleMs: settleMinutes * MINUTE_MS };
  return outlookOf(settings, { ...pace, over: false }).daysLeft;
}
