import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { attentionOf } from './attention';
import type {
  DashboardDayDto,
  DashboardDecisionDto,
  DashboardDto,
  DashboardExperimentDto,
  DashboardOutcome,
  DashboardPromptDto,
} from './dashboard.dto';
import { EvaluationRunService } from './evaluation-run.service';
import { scheduledSlot } from './scheduled-slot';

const DAY_MS = 86_400_000;
const DECISION_DAYS = 30;
const MOST_PROMPTS = 20;
const MOST_DECISIONS = 50;
/** An experiment that missed so many moments of the schedule, and at least an hour, is not being evaluated. */
const MISSED_SLOTS = 3;
const LEAST_MISSED_MS = 60 * 60_000;

const ON_TRIAL = `
SELECT e.id, e.name, p.name AS "promptName", e.status, e.start_at AS "startAt",
  l.verdict, l.decisive, coalesce(l.reasons, '[]'::jsonb) AS reasons, l.at AS "evaluatedAt", coalesce(l.units, 0) AS units
FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id
LEFT JOIN LATERAL (
  SELECT verdict, decisive, reasons, at, units FROM evaluations v WHERE v.experiment_id = e.id ORDER BY v.id DESC LIMIT 1
) l ON true
WHERE e.status IN ('running', 'paused') ORDER BY e.start_at, e.id`;

const DECIDED = `
SELECT e.id, e.name, p.name AS "promptName", e.status, e.decision ->> 'verdict' AS verdict, e.winner, e.conclusion,
  e.end_at AS "endAt"
FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id
WHERE e.end_at >= $1 ORDER BY e.end_at DESC, e.id LIMIT ${MOST_DECISIONS}`;

/** The prompts most used in [$2, $3), with the same figures of [$1, $2). */
const USES = `
SELECT prompt_name AS "promptName",
  (count(*) FILTER (WHERE started_at >= $2))::integer AS uses,
  (count(*) FILTER (WHERE started_at < $2))::integer AS "usesBefore",
  avg((status = 'error')::integer) FILTER (WHERE started_at >= $2)::double precision AS "errorShare",
  avg((source = 'file')::integer) FILTER (WHERE started_at >= $2)::double precision AS "fileShare",
  percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE started_at >= $2) AS "medianLatencyMs",
  avg(cost) FILTER (WHERE started_at >= $2) AS "meanCost"
FROM traces WHERE started_at >= $1 AND started_at < $3
GROUP BY prompt_name ORDER BY uses DESC, prompt_name LIMIT ${MOST_PROMPTS}`;

const OUTCOMES = `
SELECT t.prompt_name AS "promptName", o.metric,
  (count(*) FILTER (WHERE t.started_at >= $2))::integer AS count,
  avg(o.value) FILTER (WHERE t.started_at >= $2) AS mean,
  (count(*) FILTER (WHERE t.started_at < $2))::integer AS "countBefore",
  avg(o.value) FILTER (WHERE t.started_at < $2) AS "meanBefore"
FROM traces t JOIN outcomes o ON o.trace_id = t.id
WHERE t.started_at >= $1 AND t.started_at < $3 AND t.prompt_name = ANY ($4::text[])
GROUP BY t.prompt_name, o.metric ORDER BY t.prompt_name, o.metric`;

/** Every day that a moment of [$1, $2) is in, also one without a trace. */
const DAYS = `
SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(u.uses, 0) AS uses, coalesce(u.errors, 0) AS errors,
  coalesce(u."fromFile", 0) AS "fromFile", coalesce(u.flagged, 0) AS flagged
FROM generate_series(date_trunc('day', $1::timestamptz AT TIME ZONE 'UTC'),
  ($2::timestamptz AT TIME ZONE 'UTC') - interval '1 microsecond', interval '1 day') AS d (day)
LEFT JOIN (
  SELECT date_trunc('day', started_at AT TIME ZONE 'UTC') AS day, count(*)::integer AS uses,
    (count(*) FILTER (WHERE status = 'error'))::integer AS errors,
    (count(*) FILTER (WHERE source = 'file'))::integer AS "fromFile",
    (count(*) FILTER (WHERE flag IS NOT NULL))::integer AS flagged
  FROM traces WHERE started_at >= $1 AND started_at < $2 GROUP BY 1
) u USING (day) ORDER BY d.day`;

type OnTrial = Omit<DashboardExperimentDto, 'attention'> & { readonly decisive: boolean | null };

/** What a team looks at first. */
@Injectable()
export class DashboardQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: EvaluationRunService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The last `days` days, beside as many before them. */
  async ofDays(days: number): Promise<DashboardDto> {
    const to = this.clock.now();
    const from = new Date(to.getTime() - days * DAY_MS);
    const last = this.runs.last();
    return {
      from,
      to,
      experiments: await this.experiments(to),
      decisions: await this.read<DashboardDecisionDto>(DECIDED, [
        new Date(to.getTime() - DECISION_DAYS * DAY_MS),
      ]),
      prompts: await this.prompts(from, to, days),
      days: await this.read<DashboardDayDto>(DAYS, [from, to]),
      evaluationJob: {
        ranAt: last?.at ?? null,
        durationMs: last?.durationMs ?? null,
        evaluated: last?.evaluated ?? 0,
        failed: last?.failures.length ?? 0,
      },
    };
  }

  private async experiments(now: Date): Promise<DashboardExperimentDto[]> {
    const rows = await this.read<OnTrial>(ON_TRIAL, []);
    const forgottenBefore = missedSince(this.runs.schedule, now);
    return rows
      .map(({ decisive, ...row }) => ({
        ...row,
        attention: attentionOf({ ...row, decisive }, forgottenBefore),
      }))
      .sort((a, b) => Number(a.attention === 'running') - Number(b.attention === 'running'));
  }

  private async prompts(from: Date, to: Date, days: number): Promise<DashboardPromptDto[]> {
    const before = new Date(from.getTime() - days * DAY_MS);
    const rows = await this.read<Omit<DashboardPromptDto, 'outcomes'>>(USES, [before, from, to]);
    const names = rows.map(({ promptName }) => promptName);
    const outcomes = await this.read<DashboardOutcome & { promptName: string }>(OUTCOMES, [
      before,
      from,
      to,
      names,
    ]);
    return rows.map((row) => ({
      ...row,
      outcomes: outcomes
        .filter(({ promptName }) => promptName === row.promptName)
        .map(({ promptName: _, ...outcome }) => outcome),
    }));
  }

  private async read<T>(text: string, parameters: unknown[]): Promise<T[]> {
    return (await this.dataSource.query(text, parameters)) as T[];
  }
}

/** Who was last looked at before this was missed by the schedule; `null` when it has not had so many moments. */
export function missedSince(schedule: string, now: Date): Date | null {
  let at: Date | null = now;
  for (let i = 0; i < MISSED_SLOTS && at; i++)
    at = scheduledSlot(schedule, i === 0 ? at : new Date(at.getTime() - 1_000));
  return at && new Date(Math.min(at.getTime(), now.getTime() - LEAST_MISSED_MS));
}
