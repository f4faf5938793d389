import type { SeriesPoint } from '../charts/series';
import { type RangedMetric, usualEffect } from './metric-scale';

/** What one effect asks for, as the API answers it. */
export interface EffectPlan {
  readonly minimumDetectableEffect: number;
  /** Null when nobody knows how much the metric varies. */
  readonly units: number | null;
  readonly unitsByVariant: readonly number[] | null;
  /** Of the prompt, to be decided within the maximum runtime. */
  readonly conversationsPerDayNeeded: number | null;
  readonly days: number | null;
  readonly expectedDays: number | null;
  /** The metric that asks for the most, and what the limits of the plan find, or show, of it. */
  readonly sizedBy: {
    readonly metric: string;
    readonly asked: number;
    readonly reachable: number | null;
  } | null;
  /** Further metrics that are shown less finely than asked for. */
  readonly coarse: ReadonlyArray<{ readonly metric: string; readonly asked: number; readonly shown: number }>;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** What an experiment would ask for, from the prompt's recent traffic. */
export interface PlanPreview {
  readonly conversations: number;
  readonly days: number;
  readonly conversationsPerDay: number;
  readonly baselines: ReadonlyArray<{
    readonly metric: string;
    readonly conversations: number;
    readonly mean: number;
    readonly standardDeviation: number;
  }>;
  /** How it is known how much the primary metric varies. */
  readonly basis: 'measured' | 'expected' | 'widest' | 'unknown';
  /** Further metrics that were never measured. */
  readonly unsized: readonly string[];
  readonly plans: readonly EffectPlan[];
}

const STEPS = [0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];
const SMALLEST = 0.000001;

/** The chosen effect, and smaller and larger ones around it for a curve, rising; none while there is nothing to go by. */
export function effectsAround(chosen: number | null, metric: RangedMetric | undefined): readonly number[] {
  if (!metric) return [];
  const { minimum, maximum } = metric;
  const range = minimum !== null && maximum !== null ? maximum - minimum : Infinity;
  const middle = chosen !== null && chosen > 0 ? chosen : usualEffect(metric);
  if (middle === null) return [];
  const around = STEPS.map((step) => (step === 1 ? middle : Number((middle * step).toPrecision(2))));
  const possible = around.filter((effect) => effect >= SMALLEST && effect <= range);
  return [...new Set(possible)].sort((a, b) => a - b);
}

/**
 * Days, or conversations, along the bottom, the smallest difference that is found by then upwards; what takes nobody knows how
 * many is left out.
 */
export function curveOf(
  plans: readonly EffectPlan[],
  along: 'days' | 'expectedDays' | 'units',
  factor: number,
): readonly SeriesPoint[] {
  const points = plans
    .flatMap((plan) => {
      const x = plan[along];
      return x === null || !isFinite(x) ? [] : [{ x, y: plan.minimumDetectableEffect * factor }];
    })
    .sort((a, b) => a.x - b.x || a.y - b.y);
  // A larger difference that takes no less time, because a guardrail needs it, is not what can be found by then.
  let smallest = Infinity;
  return points.filter(({ y }) => {
    if (y >= smallest) return false;
    smallest = y;
    return true;
  });
}

/** The plan for the chosen effect. */
export function planFor(plans: readonly EffectPlan[], effect: number | null): EffectPlan | null {
  return plans.find(({ minimumDetectableEffect }) => minimumDetectableEffect === effect) ?? null;
}
