import { hasBounds } from './analysed-value';
import { type ExperimentSettings, type MetricDesign } from './experiment-settings';

/** How an error is divided among the tests that may reject the same hypotheses; the parts sum to at most the whole. */
export interface AlphaParts {
  readonly planned: number;
  readonly exact: number;
  /** For unbounded metrics without a horizon. */
  readonly openEnded: number;
}

/**
 * The parts of alpha of the family of success metrics. By the union bound their sum is the error of the whole.
 *
 * `hybrid`: plannedPart to the planned boundary, the rest to the exact test, or all to the boundary when no metric has
 * bounds. `anytime`: to the exact test the weights of the metrics with bounds, to the open-ended boundary the others'.
 */
export function allocateAlpha(settings: ExperimentSettings): AlphaParts {
  const { mode, alpha, plannedPart } = settings;
  const success = settings.metrics.filter((metric) => metric.role === 'success');
  if (mode === 'planned') return { planned: alpha, exact: 0, openEnded: 0 };
  const bounded = success.filter(hasBounds).reduce((sum, metric) => sum + metric.weight, 0);
  if (mode === 'anytime') {
    const all = success.every(hasBounds);
    return { planned: 0, exact: alpha * (all ? 1 : bounded), openEnded: all ? 0 : alpha * (1 - bounded) };
  }
  if (bounded === 0) return { planned: alpha, exact: 0, openEnded: 0 };
  return { planned: alpha * plannedPart, exact: alpha * (1 - plannedPart), openEnded: 0 };
}

/**
 * The parts of a guardrail's one-sided error `alpha`. A guardrail with bounds has the exact test in every mode: a rare
 * failure that never happens has no variance, and only the exact test can say that it stayed rare.
 */
export function allocateGuardrailAlpha(
  settings: ExperimentSettings,
  metric: MetricDesign,
  alpha: number,
): AlphaParts {
  const bounded = hasBounds(metric);
  if (settings.mode === 'anytime') {
    return { planned: 0, exact: bounded ? alpha : 0, openEnded: bounded ? 0 : alpha };
  }
  const planned = bounded ? settings.plannedPart : 1;
  return { planned: alpha * planned, exact: alpha * (1 - planned), openEnded: 0 };
}

/**
 * The parts of a guardrail's harm alarm. It must not end with the horizon: without bounds, and so without an exact test
 * that goes on, a part of its error is for the open-ended boundary, which takes over there.
 */
export function allocateHarmAlpha(settings: ExperimentSettings, metric: MetricDesign): AlphaParts {
  const { mode, harmAlpha, plannedPart } = settings;
  if (mode === 'anytime' || hasBounds(metric)) return allocateGuardrailAlpha(settings, metric, harmAlpha);
  return { planned: harmAlpha * plannedPart, exact: 0, openEnded: harmAlpha * (1 - plannedPart) };
}
