import { DEFAULT_SETTINGS } from '../default-settings';
import { type ExperimentSettings, type MetricDesign } from '../experiment-settings';

/** A bounded success metric on [0, 1]; change what the test is about. */
export function exampleMetric(changes: Partial<MetricDesign> = {}): MetricDesign {
  return {
    name: 'insight_quality',
    role: 'success',
    weight: 1,
    kind: 'bounded',
    direction: 'increase',
    range: [0, 1],
    scale: 'linear',
    floor: null,
    cap: null,
    minimumDetectableEffect: 0.08,
    margin: null,
    missing: 0,
    plannedUnits: null,
    ...changes,
  };
}

/** A latency guardrail on the log scale, without bounds: margin 10 %. */
export function exampleGuardrail(changes: Partial<MetricDesign> = {}): MetricDesign {
  return exampleMetric({
    name: 'latency',
    role: 'guardrail',
    weight: 0,
    kind: 'continuous',
    direction: 'decrease',
    range: null,
    scale: 'log',
    floor: 1,
    margin: 0.1,
    ...changes,
  });
}

export const HOUR = 3_600_000;

/** Control and one variant, half and half; 240 units of the pair, three days. */
export function exampleSettings(changes: Partial<ExperimentSettings> = {}): ExperimentSettings {
  return {
    ...DEFAULT_SETTINGS,
    variants: [
      { name: 'control', share: 0.5 },
      { name: 'bolder', share: 0.5 },
    ],
    metrics: [exampleMetric()],
    minimumUnits: 20,
    horizonUnits: 240,
    plannedUnits: 200,
    startedAt: 0,
    minimumRuntimeMs: 0,
    maximumRuntimeMs: 72 * HOUR,
    ...changes,
  };
}
