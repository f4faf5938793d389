import { type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { largeSampleLook, OPEN_ENDED_MINIMUM } from './large-sample-look';
import { openEndedInterval, repeatedInterval } from './repeated-interval';
import { type MetricState } from './statistics-state';

/**
 * The interval of a comparison at the level of its own test, large-sample, valid at any look; null while it is too
 * early. A guardrail's is two-sided at twice its one-sided error, so that its harmful end falls below the margin about
 * when the planned boundary shows non-inferiority (which uses the variance at the margin).
 */
export function comparisonInterval(
  state: MetricState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
): readonly [number, number] | null {
  const look = largeSampleLook(state, metric, settings, variant);
  if (look === null) return null;
  const guardrail = metric.design.role === 'guardrail';
  if (settings.mode === 'anytime') {
    const pair = state.moments;
    if (Math.min(pair[0]!.count, pair[variant]!.count) < OPEN_ENDED_MINIMUM) return null;
    const alpha = guardrail ? 2 * settings.guardrailAlpha : settings.alpha * metric.weight;
    return openEndedInterval(look, metric, alpha);
  }
  const constant = guardrail ? metric.nonInferior.constant! : metric.constant;
  return repeatedInterval(look, constant);
}
