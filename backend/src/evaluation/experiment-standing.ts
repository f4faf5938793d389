import { createHash } from 'node:crypto';
import { initialState, type ExperimentSettings, type StatisticsState } from '@prompt-registry/statistics';
import type { EntityManager } from 'typeorm';
import type { Experiment } from '../experiments/experiment.entity';
import type { Metric } from '../experiments/metric.entity';
import { ExperimentStatistics } from './experiment-statistics.entity';
import { freezeSettings, plannedMetrics } from './freeze-settings';
import { readRecentTraffic } from './recent-traffic.query';
import type { DecisionRules, Standing } from './standing';
import { observedMetrics, type ValueRules } from './unit-values';

const MINUTE_MS = 60_000;

/** What is known of an experiment's statistics, ready to go on. */
export interface OpenExperiment {
  readonly experiment: Experiment;
  readonly startedAt: Date;
  readonly standing: Standing;
  readonly rules: DecisionRules;
  readonly values: ValueRules;
  readonly settingsHash: string;
}

/** The metrics that an experiment's values rest on. */
export function metricsBehind({ plan }: Experiment): string[] {
  const planned = plannedMetrics(plan);
  return [...new Set([...planned, ...observedMetrics(planned)])];
}

/**
 * Reads where an experiment stands. At its first evaluation its settings are frozen, from its plan and from what the
 * prompt's traffic was like before it started: nothing that came later can change how it is judged.
 */
export async function openExperiment(
  manager: EntityManager,
  experiment: Experiment,
  metrics: ReadonlyMap<string, Metric>,
  now: Date,
): Promise<OpenExperiment> {
  const { id: experimentId, startAt } = experiment;
  if (!startAt) throw new Error(`Experiment ${experimentId} has not started`);
  const values = valueRules(experiment, metrics);
  const found = await manager.findOneBy(ExperimentStatistics, { experimentId });
  const row = found ?? (await firstRow(manager, experiment, startAt, values, metrics, now));
  return { experiment, startedAt: startAt, values, ...readStatistics(experiment, row) };
}

/** The parts of a row of statistics. */
export function readStatistics(
  { plan }: Pick<Experiment, 'plan'>,
  row: ExperimentStatistics,
): Pick<OpenExperiment, 'standing' | 'rules' | 'settingsHash'> {
  const { decidedEvent, decidedAt } = row;
  return {
    standing: {
      state: JSON.parse(row.state) as StatisticsState,
      lastEvent: Number(row.lastEvent),
      lastDueAt: row.lastDueAt?.getTime() ?? null,
      heldSince: row.heldSince?.getTime() ?? null,
      decided:
        decidedEvent !== null && decidedAt ? { event: Number(decidedEvent), at: decidedAt.getTime() } : null,
    },
    rules: {
      settings: JSON.parse(row.settings) as ExperimentSettings,
      holdMs: plan.holdMinutes * MINUTE_MS,
      approval: plan.approval,
      approvedAt: row.approvedAt?.getTime() ?? null,
    },
    settingsHash: row.settingsHash,
  };
}

/** Writes where it stands now. */
export async function saveStanding(
  manager: EntityManager,
  { experiment, standing }: OpenExperiment,
  now: Date,
): Promise<void> {
  const { state, lastEvent, lastDueAt, heldSince, decided } = standing;
  await manager.update(
    ExperimentStatistics,
    { experimentId: experiment.id },
    {
      state: JSON.stringify(state),
      lastEvent: String(lastEvent),
      lastDueAt: moment(lastDueAt),
      heldSince: moment(heldSince),
      decidedEvent: decided ? String(decided.event) : null,
      decidedAt: moment(decided?.at ?? null),
      updatedAt: now,
    },
  );
}

async function firstRow(
  manager: EntityManager,
  experiment: Experiment,
  startedAt: Date,
  values: ValueRules,
  metrics: ReadonlyMap<string, Metric>,
  now: Date,
): Promise<ExperimentStatistics> {
  const traffic = await readRecentTraffic(manager, experiment.promptId, startedAt, values);
  const frozen = freezeSettings({ experiment, startedAt, metrics, traffic });
  const settings = JSON.stringify(frozen);
  const row: Omit<ExperimentStatistics, 'experiment'> = {
    experimentId: experiment.id,
    settings,
    settingsHash: createHash('sha256').update(settings).digest('hex'),
    state: JSON.stringify(initialState(frozen)),
    lastEvent: '0',
    lastDueAt: null,
    decidedEvent: null,
    decidedAt: null,
    heldSince: null,
    approvedBy: null,
    approvedAt: null,
    updatedAt: now,
  };
  await manager.insert(ExperimentStatistics, row);
  return row;
}

function valueRules({ plan }: Experiment, metrics: ReadonlyMap<string, Metric>): ValueRules {
  return {
    metrics: plannedMetrics(plan),
    weights: plan.insightQualityWeights,
    missingComponent: plan.missingComponent,
    missingValues: Object.fromEntries(
      [...metrics.values()].map(({ name, missingValue }) => [name, missingValue]),
    ),
  };
}

function moment(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
