import { Inject, Injectable } from '@nestjs/common';
import { readOut, type StatisticsState } from '@prompt-registry/statistics';
import { DataSource, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { experimentNotFound } from '../experiments/experiment-change.service';
import { Experiment } from '../experiments/experiment.entity';
import { isUuid } from '../identity/uuid';
import { missedSince } from './dashboard.query';
import { EvaluationRunService } from './evaluation-run.service';
import { evaluationVerdict } from './evaluation-verdict';
import { readStatistics } from './experiment-standing';
import { ExperimentStatistics } from './experiment-statistics.entity';
import { outlookOf } from './outlook';
import type { ExperimentResultsDto, FunnelDto } from './results.dto';

/** Not yet in the state: the few that wait for the next evaluation. */
const MINUTE_MS = 60_000;
const WAITING = `SELECT variant, count(*)::integer AS count FROM exposures
WHERE experiment_id = $1 AND assigned_event IS NULL GROUP BY variant`;
const RESOLVED = `SELECT variant, least(sum(resolves), ${Number.MAX_SAFE_INTEGER})::text AS count FROM resolve_counts
WHERE experiment_id = $1 GROUP BY variant`;
const FLAGGED = `SELECT flag, count(*)::integer AS count FROM traces
WHERE experiment_id = $1 AND flag IS NOT NULL GROUP BY flag ORDER BY flag`;
const LAST_LOOK = `SELECT at FROM evaluations WHERE experiment_id = $1 ORDER BY id DESC LIMIT 1`;

/** Where an experiment stands now: from its state, not from its history. */
@Injectable()
export class ResultsQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: EvaluationRunService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * All of it from one state of the database, so that the figures fit together.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async ofExperiment(id: string): Promise<ExperimentResultsDto> {
    if (!isUuid(id)) throw experimentNotFound(id);
    const now = this.clock.now();
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const experiment = await manager.findOneBy(Experiment, { id });
      if (!experiment) throw experimentNotFound(id);
      return results(manager, experiment, { now, forgottenBefore: missedSince(this.runs.schedule, now) });
    });
  }
}

async function results(
  manager: EntityManager,
  experiment: Experiment,
  { now, forgottenBefore }: { readonly now: Date; readonly forgottenBefore: Date | null },
): Promise<ExperimentResultsDto> {
  const { id: experimentId, status, startAt, endAt } = experiment;
  const row = await manager.findOneBy(ExperimentStatistics, { experimentId });
  const [look] = (await manager.query(LAST_LOOK, [experimentId])) as Array<{ at: Date }>;
  const lookedAt = look?.at ?? startAt;
  const overdue = isOnTrial(status) && !!lookedAt && !!forgottenBefore && lookedAt < forgottenBefore;
  const seen = { experimentId, status, evaluatedAt: look?.at ?? null, overdue };
  if (!row || !startAt)
    return {
      ...seen,
      verdict: null,
      reasons: [],
      readOut: null,
      funnel: startAt ? await funnelOf(manager, experiment, null) : null,
      outlook: null,
    };
  const { standing, rules } = readStatistics(experiment, row);
  const { state, decided } = standing;
  // Of one that a person ended, what could be said then: it does not run into its maximum runtime afterwards.
  const at = endAt && endAt < now ? endAt : now;
  const { verdict, reasons } = evaluationVerdict(standing, rules, status, at.getTime());
  const figures = readOut(state, rules.settings);
  const funnel = await funnelOf(manager, experiment, state);
  const pace = {
    exposed: funnel.exposed,
    elapsedMs: at.getTime() - startAt.getTime(),
    progress: figures.progress,
    settleMs: (experiment.plan.windowMinutes + experiment.plan.graceMinutes) * MINUTE_MS,
    over: endAt !== null || decided !== null,
  };
  return { ...seen, verdict, reasons, readOut: figures, funnel, outlook: outlookOf(rules.settings, pace) };
}

function isOnTrial(status: Experiment['status']): boolean {
  return status === 'running' || status === 'paused';
}

async function funnelOf(
  manager: EntityManager,
  { id, variants: named }: Experiment,
  state: StatisticsState | null,
): Promise<FunnelDto> {
  const waiting = await byVariant(manager, WAITING, id);
  const resolved = await byVariant(manager, RESOLVED, id);
  const flags = (await manager.query(FLAGGED, [id])) as Array<{ flag: string; count: number }>;
  const variants = named.map(({ name }, i) => ({
    name,
    resolved: resolved.get(name) ?? 0,
    exposed: (state?.assignment.counts[i] ?? 0) + (waiting.get(name) ?? 0),
  }));
  const counted = state?.units ?? 0;
  const leftOut = {
    mixed: state?.excluded.mixed ?? 0,
    late: state?.late ?? 0,
    other: state?.excluded.other ?? 0,
  };
  return {
    resolved: variants.reduce((sum, variant) => sum + variant.resolved, 0),
    exposed: variants.reduce((sum, variant) => sum + variant.exposed, 0),
    variants,
    settled: counted + leftOut.mixed + leftOut.late + leftOut.other,
    counted,
    leftOut,
    flaggedTraces: Object.fromEntries(flags.map(({ flag, count }) => [flag, count])),
  };
}

async function byVariant(manager: EntityManager, query: string, id: string): Promise<Map<string, number>> {
  const rows = (await manager.query(query, [id])) as Array<{ variant: string; count: number | string }>;
  return new Map(rows.map(({ variant, count }) => [variant, Number(count)]));
}
