import { LARGEST } from './analysed-value';
import { type ExperimentSettings, type MetricDesign } from './experiment-settings';

/**
 * What is wrong with the settings, one sentence each; empty when they are usable.
 * @example validateSettings({ ...settings, alpha: 2 }) // ['alpha must be above 0 and at most 0.2']
 */
export function validateSettings(settings: ExperimentSettings): string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const shares = settings.variants.map((variant) => variant.share);
  demand(settings.variants.length >= 2, 'two variants or more are needed, the first is the control');
  demand(distinct(settings.variants.map((variant) => variant.name)), 'variant names must differ');
  demand(
    shares.every((share) => share > 0 && share < 1),
    'every share must be between 0 and 1',
  );
  demand(sumsToOne(shares), 'the shares must sum to 1');
  const success = settings.metrics.filter((metric) => metric.role === 'success');
  demand(success.length >= 1, 'a success metric is needed');
  demand(distinct(settings.metrics.map((metric) => metric.name)), 'metric names must differ');
  demand(
    sumsToOne(success.map((metric) => metric.weight)),
    'the weights of the success metrics must sum to 1',
  );
  for (const metric of settings.metrics) problems.push(...metricProblems(metric), ...sizeProblems(metric));
  demand(between(settings.alpha, 0, 0.2), 'alpha must be above 0 and at most 0.2');
  const smallest = Math.min(...success.map((metric) => metric.weight)) / (settings.variants.length - 1);
  demand(!(settings.alpha * smallest < 1e-9), 'alpha is divided among too many hypotheses');
  demand(settings.plannedPart > 0 && settings.plannedPart < 1, 'plannedPart must be between 0 and 1');
  demand(settings.power >= 0.5 && settings.power <= 0.99, 'power must be in [0.5, 0.99]');
  demand(wholeFrom(settings.minimumUnits, 2), 'minimumUnits must be a whole number, at least 2');
  demand(settings.plannedUnits > 0 && Number.isFinite(settings.plannedUnits), 'plannedUnits must be above 0');
  demand(
    settings.horizonUnits >= 2 * settings.minimumUnits && Number.isFinite(settings.horizonUnits),
    'horizonUnits must be at least twice minimumUnits',
  );
  demand(Number.isFinite(settings.startedAt), 'startedAt must be epoch milliseconds');
  demand(settings.minimumRuntimeMs >= 0, 'minimumRuntimeMs must not be negative');
  demand(
    settings.maximumRuntimeMs > 0 &&
      settings.maximumRuntimeMs >= settings.minimumRuntimeMs &&
      Number.isFinite(settings.maximumRuntimeMs),
    'maximumRuntimeMs must be above 0 and not below minimumRuntimeMs',
  );
  demand(settings.mixedLimit >= 0 && settings.mixedLimit <= 1, 'mixedLimit must be in [0, 1]');
  for (const name of ['sampleRatioAlpha', 'guardrailAlpha', 'harmAlpha', 'missingAlpha'] as const) {
    demand(settings[name] >= 1e-9 && settings[name] <= 0.1, `${name} must be in [1e-9, 0.1]`);
  }
  demand(settings.winnerLoss > 0 && Number.isFinite(settings.winnerLoss), 'winnerLoss must be above 0');
  return problems;
}

function metricProblems(metric: MetricDesign): string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string) => {
    if (!holds) problems.push(`metric ${metric.name}: ${problem}`);
  };
  const { range, floor, cap, margin, missing } = metric;
  demand(metric.role === 'guardrail' || between(metric.weight, 0, 1), 'the weight must be in (0, 1]');
  demand(metric.role === 'success' || metric.weight === 0, 'a guardrail has weight 0');
  demand(metric.kind !== 'bounded' || range !== null, 'a bounded metric needs its range');
  demand(
    range === null || (range.every(Number.isFinite) && range[0] < range[1]),
    'the range must be [low, high]',
  );
  demand(metric.scale === 'linear' || metric.kind === 'continuous', 'a log scale is for continuous metrics');
  demand(metric.scale === 'linear' || (floor !== null && floor > 0), 'a log scale needs a floor above 0');
  demand(floor === null || Number.isFinite(floor), 'the floor must be finite');
  demand(
    cap === null || (Number.isFinite(cap) && (floor === null || floor < cap)),
    'the cap must be above the floor',
  );
  demand(
    metric.neededUnits === undefined || (metric.neededUnits > 0 && Number.isFinite(metric.neededUnits)),
    'neededUnits must be above 0',
  );
  demand(
    metric.minimumDetectableEffect > 0 && Number.isFinite(metric.minimumDetectableEffect),
    'the minimum detectable effect must be above 0',
  );
  demand(
    metric.role === 'success' || (margin !== null && margin > 0 && Number.isFinite(margin)),
    'a guardrail needs a margin above 0',
  );
  demand(missing === 'exclude' || Number.isFinite(missing), 'the value for missing outcomes must be finite');
  demand(metric.plannedUnits === null || metric.plannedUnits > 0, 'plannedUnits must be above 0');
  return problems;
}

/** What is so large or small that figures would overflow. */
function sizeProblems({ name, range, floor, cap, margin }: MetricDesign): string[] {
  const sizes = [...(range ?? []), floor ?? 0, cap ?? 0, margin ?? 0];
  const usable = sizes.every((size) => !(Math.abs(size) > LARGEST));
  const [low, high] = range ?? [floor ?? 0, cap ?? Infinity];
  return [
    ...(usable ? [] : [`metric ${name}: range, floor, cap and margin must be at most ${LARGEST}`]),
    ...(high > low && high - low < 1 / LARGEST ? [`metric ${name}: the range is too narrow`] : []),
  ];
}

function between(value: number, low: number, high: number): boolean {
  return value > low && value <= high;
}

function wholeFrom(value: number, low: number): boolean {
  return Number.isInteger(value) && value >= low;
}

function distinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function sumsToOne(parts: readonly number[]): boolean {
  return Math.abs(parts.reduce((sum, part) => sum + part, 0) - 1) < 1e-6;
}
