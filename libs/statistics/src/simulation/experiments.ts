import cdf from '@stdlib/stats-base-dists-normal-cdf';
import { DEFAULT_SETTINGS } from '../default-settings';
import { type ExperimentSettings, type MetricDesign, type Mode } from '../experiment-settings';
import { type Random } from './random';
import { Experiment } from './experiment';
import { type Cell } from './replicate';
import { STARTED_AT } from './sequential-test';

const A_YEAR_MS = 365 * 24 * 3_600_000;

const METRIC: MetricDesign = {
  name: 'insight_quality',
  role: 'success',
  weight: 1,
  kind: 'bounded',
  direction: 'increase',
  range: [0, 1],
  scale: 'linear',
  floor: null,
  cap: null,
  minimumDetectableEffect: 0.05,
  margin: null,
  missing: 0,
  plannedUnits: null,
};
const ACTIONED: MetricDesign = {
  ...METRIC,
  name: 'user_actioned',
  kind: 'binary',
  range: null,
  minimumDetectableEffect: 0.14,
};
const FAILED: MetricDesign = {
  ...METRIC,
  name: 'failed',
  role: 'guardrail',
  weight: 0,
  kind: 'binary',
  direction: 'decrease',
  range: null,
  minimumDetectableEffect: 0.05,
  margin: 0.05,
};
const LATENCY: MetricDesign = {
  ...METRIC,
  name: 'latency',
  role: 'guardrail',
  weight: 0,
  kind: 'continuous',
  direction: 'decrease',
  range: null,
  scale: 'log',
  floor: 1,
  minimumDetectableEffect: 0.15,
  margin: 0.15,
};

export const FAILURE_RATE = 0.05;
export const ACTION_RATE = 0.4;
/** Standard deviations of the analysed values. */
export const QUALITY_SPREAD = 0.175;
export const LATENCY_SPREAD = 0.5;

/** What a variant changes, on each metric's analysed scale. */
export interface TrueEffects {
  readonly quality: number;
  readonly actioned: number;
  readonly failed: number;
  readonly latency: number;
}

export const NO_EFFECT: TrueEffects = { quality: 0, actioned: 0, failed: 0, latency: 0 };

export interface ExperimentDesign {
  readonly name: string;
  readonly mode: Mode;
  /** By variant index; the first is the control. */
  readonly effects: readonly TrueEffects[];
  readonly guardrails: boolean;
  readonly plannedUnits: number;
  readonly horizonUnits: number;
  readonly units: number;
  readonly every: number;
  readonly futility?: boolean;
  /** Replications of the acceptance run, as a part of those asked for. */
  readonly part?: number;
}

/**
 * Whole experiments with metrics that hang together: one latent mood of a conversation moves quality, action, failure and latency.
 * Columns: see below; a false rejection is one of a (variant, metric) pair without a difference.
 */
export function experimentCell(design: ExperimentDesign): Cell {
  const { effects, guardrails } = design;
  return {
    name: design.name,
    columns: ['units', 'success', 'harmful', 'winner', 'other end', 'false rejection', 'rejections'],
    part: design.part,
    // A decision costs about as much as taking in a unit.
    cost: design.units * (design.guardrails ? 8 : 4) * effects.length * (design.every === 1 ? 2 : 1),
    prepare: () => {
      const experiment = new Experiment(settingsOf(design), drawValues(effects, guardrails));
      return (random, row) => {
        const { decision, units, state } = experiment.run(random, design.units, design.every);
        row[0] = units;
        row[1] = decision.verdict === 'success' && decision.decisive ? 1 : 0;
        row[2] = decision.verdict === 'harmful' ? 1 : 0;
        row[3] = row[1] === 1 && decision.winner !== null ? decision.winner : 0;
        row[4] = decision.decisive && row[1] === 0 && row[2] === 0 ? 1 : 0;
        row[5] = row[6] = 0;
        state.metrics.forEach((metric, m) =>
          metric.comparisons.forEach((comparison, k) => {
            if (comparison.planned === null && comparison.exact === null) return;
            row[6]! += 1;
            const truth = effects[k + 1]!;
            if ((m === 0 ? truth.quality : truth.actioned) === 0) row[5] = 1;
          }),
        );
      };
    },
  };
}

function settingsOf(design: ExperimentDesign): ExperimentSettings {
  const variants = design.effects.map((_, i) => ({
    name: i === 0 ? 'control' : `variant ${i}`,
    share: 1 / design.effects.length,
  }));
  const success = [
    { ...METRIC, weight: 0.5 },
    { ...ACTIONED, weight: 0.5 },
  ];
  return {
    ...DEFAULT_SETTINGS,
    mode: design.mode,
    futility: design.futility ?? false,
    variants,
    metrics: design.guardrails ? [...success, FAILED, LATENCY] : success,
    plannedUnits: design.plannedUnits,
    horizonUnits: design.horizonUnits,
    startedAt: STARTED_AT,
    minimumRuntimeMs: 0,
    maximumRuntimeMs: A_YEAR_MS,
  };
}

function drawValues(effects: readonly TrueEffects[], guardrails: boolean) {
  return (random: Random, variant: number, values: number[]): void => {
    const { quality, actioned, failed, latency } = effects[variant]!;
    const mood = random.normal();
    const own = 0.6 * mood + 0.8 * random.normal();
    values[0] = clamp(0.5 + QUALITY_SPREAD * own + quality);
    values[1] = chanceOf(mood, random) < ACTION_RATE + actioned ? 1 : 0;
    if (!guardrails) return;
    values[2] = chanceOf(-mood, random) < FAILURE_RATE + failed ? 1 : 0;
    values[3] = 1000 * Math.exp(latency + LATENCY_SPREAD * (-0.5 * mood + Math.sqrt(0.75) * random.normal()));
  };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** An even number in (0, 1) that hangs together with the mood. */
function chanceOf(mood: number, random: Random): number {
  const mixed = -0.7 * mood + Math.sqrt(1 - 0.49) * random.normal();
  return cdf(mixed, 0, 1);
}
