import { emptyBetting } from './advance-betting';
import { emptySampleRatio } from './advance-sample-ratio';
import { emptyMoments } from './add-to-moments';
import { compileSettings, type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { type ComparisonState, type MetricState, type StatisticsState } from './statistics-state';

/**
 * The state before the first unit. Errors: RangeError naming what is wrong with the settings.
 * @example let state = initialState(settings); for (const unit of units) advance(state, settings, unit);
 */
export function initialState(settings: ExperimentSettings): StatisticsState {
  const variants = settings.variants.length;
  return {
    format: 2,
    units: 0,
    lastAt: null,
    late: 0,
    excluded: { mixed: 0, other: 0 },
    assignment: emptySampleRatio(variants),
    settlement: emptySampleRatio(variants),
    metrics: compileSettings(settings).metrics.map((metric) => initialMetric(metric, variants)),
  };
}

function initialMetric(metric: CompiledMetric, variants: number): MetricState {
  return {
    moments: Array.from({ length: variants }, emptyMoments),
    missing:
      metric.design.missing === 'exclude'
        ? { absent: emptySampleRatio(variants), present: emptySampleRatio(variants), alarmed: null }
        : null,
    comparisons: Array.from({ length: variants - 1 }, () => initialComparison(metric)),
  };
}

function initialComparison(metric: CompiledMetric): ComparisonState {
  return {
    propensity: null,
    frozen: null,
    peak: 0,
    betting: metric.usesExact ? emptyBetting() : null,
    planned: null,
    exact: null,
    plannedReversal: null,
    exactReversal: null,
    nonInferior: null,
    harm: null,
  };
}
