import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { attentionOf, isUnhealthy } from './attention';
import { lastDays, UsageQuery } from '../tracing/usage.query';
import type { DashboardDecisionDto } from './dashboard-decision.dto';
import type { DashboardDto, DashboardExperimentDto } from './dashboard.dto';
import { decidedEffect, type DecidedBy, type DecidedFigures } from './decided-effect';
import { EvaluationRunService } from './evaluation-run.service';
import { scheduledSlot } from './scheduled-slot';

const DAY_MS = 86_400_000;
const DECISION_DAYS = 30;
const MOST_DECISIONS = 50;
/** An experiment that missed so many moments of the schedule, and at least an hour, is not being evaluated. */
const MISSED_SLOTS = 3;
const HARM: ReadonlySet<string> = new Set(['harm_alarm', 'significantly_worse']);
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
  coalesce(e.decision #> '{record,decision,reasons}', '[]') AS reasons, e.variants,
  e.decision #> '{record,decision,crossing}' AS crossing, e.decision #> '{record,settings,metrics}' AS metrics,
  e.end_at AS "endAt", coalesce(l.units, 0) AS units, e.metrics AS figures, l.verdict AS "lastVerdict", coalesce(l.reasons, '[]') AS "lastReasons", coalesce((
    SELECT s.kind = 'promoted' FROM experiment_steps s
    WHERE s.experiment_id = e.id AND s.kind IN ('promoted', 'promotion_undone') ORDER BY s.id DESC LIMIT 1
  ), false) AS promoted, (
    SELECT jsonb_build_object('serves', s.details #> '{after,serves}', 'before', s.details #> '{before,version}',
      'after', s.details #> '{after,version}', 'sameWords', coalesce(s.details #> '{before,contentHash}' = s.details #> '{after,contentHash}', false))
    FROM experiment_steps s WHERE s.experiment_id = e.id AND s.kind = 'promoted' ORDER BY s.id DESC LIMIT 1
  ) AS promotion, CASE WHEN NOT EXISTS (
    SELECT 1 FROM prompt_experiments later WHERE later.prompt_id = e.prompt_id AND later.start_at > e.end_at
  ) THEN coalesce((
    SELECT k.version FROM prompt_labels k WHERE k.prompt_id = p.id AND k.label = p.serves
  ), p.latest_version) END AS served
FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id
LEFT JOIN LATERAL (
  SELECT verdict, reasons, units FROM evaluations v WHERE v.experiment_id = e.id ORDER BY v.id DESC LIMIT 1
) l ON true
WHERE e.end_at >= $1 ORDER BY e.end_at DESC, e.id LIMIT ${MOST_DECISIONS}`;

type Decided = Omit<DashboardDecisionDto, 'effect' | 'unhealthy' | 'servedHarm'> &
  Omit<DecidedBy, 'variants'> & {
    readonly variants: ReadonlyArray<{ readonly name: string; readonly version: number }>;
    /** What the prompt serves; `null` where a later experiment has more to say of that. */
    readonly served: number | null;
    readonly figures: DecidedFigures | null;
    readonly lastVerdict: string | null;
    readonly lastReasons: DashboardDecisionDto['reasons'];
  };
type OnTrial = Omit<DashboardExperimentDto, 'attention'> & { readonly decisive: boolean | null };

/** What a team looks at first. */
@Injectable()
export class DashboardQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: EvaluationRunService,
    private readonly usage: UsageQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The last `days` days, as whole hours, beside as many before them. */
  async ofDays(days: number): Promise<DashboardDto> {
    const to = this.clock.now();
    const span = lastDays(days, to);
    const { prompts, said, days: byDay } = await this.usage.ofPrompts(span);
    const last = this.runs.last();
    return {
      from: span.from,
      to,
      experiments: await this.experiments(to),
      decisions: await this.decisions(new Date(to.getTime() - DECISION_DAYS * DAY_MS)),
      prompts: prompts.map((prompt) => ({
        ...prompt,
        outcomes: said
          .filter(({ promptId }) => promptId === prompt.promptId)
          .map(({ promptId: _, ...outcome }) => outcome),
      })),
      days: byDay,
      evaluationJob: {
        ranAt: last?.at ?? null,
        durationMs: last?.durationMs ?? null,
        evaluated: last?.evaluated ?? 0,
        failed: last?.failures.length ?? 0,
      },
    };
  }

  private async decisions(since: Date): Promise<DashboardDecisionDto[]> {
    const rows = await this.read<Decided>(DECIDED, [since]);
    return rows.map(({ figures, crossing, metrics, variants, served, lastVerdict, lastReasons, ...row }) => {
      const unhealthy = isUnhealthy(lastVerdict, lastReasons);
      const servedHarm = served !== null && harmedBy(row, variants).includes(served) ? served : null;
      const effect = unhealthy ? null : decidedEffect(figures, row.winner, { crossing, metrics, variants });
      return { ...row, promotion: row.promoted ? row.promotion : null, effect, unhealthy, servedHarm };
    });
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

  private async read<T>(text: string, parameters: unknown[]): Promise<T[]> {
    return (await this.dataSource.query(text, parameters)) as T[];
  }
}

/** The versions that an experiment ended for. */
function harmedBy(
  { verdict, reasons }: Pick<DashboardDecisionDto, 'verdict' | 'reasons'>,
  variants: Decided['variants'],
): readonly number[] {
  if (verdict !== 'harmful') return [];
  const harmful = (name: string) => reasons.some(({ code, variant }) => HARM.has(code) && variant === name);
  return variants.filter(({ name }) => harmful(name)).map(({ version }) => version);
}

/** Who was last looked at before this was missed by the schedule; `null` when it has not had so many moments. */
export function missedSince(schedule: string, now: Date): Date | null {
  let at: Date | null = now;
  for (let i = 0; i < MISSED_SLOTS && at; i++)
    at = scheduledSlot(schedule, i === 0 ? at : new Date(at.getTime() - 1_000));
  return at && new Date(Math.min(at.getTime(), now.getTime() - LEAST_MISSED_MS));
}
