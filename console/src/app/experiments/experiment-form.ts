import { writeNumber } from '../numbers/typed-number';
import type { Experiment } from './experiments-api';
import { type DurationInput, durationOf } from './duration-input';
import { inputScale, type RangedMetric, typed } from './metric-scale';

/** A version that is to be on trial, as a person fills it in; `key` tells it from the others while it changes. */
export interface VariantInput {
  readonly key: number;
  readonly name: string;
  readonly version: number | null;
  /** Percent. */
  readonly share: string;
}

export interface GuardrailInput {
  readonly metric: string;
  /** In the metric's unit; empty: its own. */
  readonly margin: string;
}

/** An experiment that is being planned, exactly as it stands in the fields. */
export interface ExperimentForm {
  readonly prompt: string;
  readonly name: string;
  readonly hypothesis: string;
  readonly variants: readonly VariantInput[];
  /** Percent of the prompt's conversations. */
  readonly traffic: string;
  readonly layerMode: '' | 'exclusive' | 'shared';
  readonly layerName: string;
  /** Percent of the layer; empty: as much as the traffic. */
  readonly layerShare: string;
  readonly primaryMetric: string;
  readonly secondaryMetrics: readonly string[];
  readonly guardrails: readonly GuardrailInput[];
  /** The smallest difference worth knowing, in the metric's unit. */
  readonly effect: string;
  /** What the primary metric is now, or how much it varies, in its unit, where nobody has measured it; empty: nobody knows. */
  readonly expectedMean: string;
  readonly expectedStandardDeviation: string;
  /** Percent. */
  readonly alpha: string;
  /** Percent. */
  readonly power: string;
  readonly mode: 'hybrid' | 'planned' | 'anytime';
  readonly minimumUnits: string;
  /** Empty: what the effect asks for. */
  readonly maximumUnits: string;
  readonly window: DurationInput;
  readonly grace: DurationInput;
  readonly minimumRuntime: DurationInput;
  readonly maximumRuntime: DurationInput;
  readonly hold: DurationInput;
  readonly promote: 'none' | 'winner';
  readonly approval: boolean;
  /** Of the parts of insight_quality, in percent. */
  readonly weights: Readonly<Record<QualityPart, string>>;
  /** What a conversation without a part counts as; empty: it is left out. */
  readonly missing: string;
}

export const QUALITY_PARTS = ['confidence', 'user_actioned', 'architect_satisfaction'] as const;
export type QualityPart = (typeof QUALITY_PARTS)[number];
export const MOST_VARIANTS = 10;

/** An experiment that nobody has planned yet: an even split of all traffic, judged by the default test. */
export const EMPTY_FORM: ExperimentForm = {
  prompt: '',
  name: '',
  hypothesis: '',
  variants: [
    { key: 0, name: 'control', version: null, share: '50' },
    { key: 1, name: 'candidate', version: null, share: '50' },
  ],
  traffic: '100',
  layerMode: '',
  layerName: '',
  layerShare: '',
  primaryMetric: 'insight_quality',
  secondaryMetrics: [],
  guardrails: [
    { metric: 'latency', margin: '' },
    { metric: 'error', margin: '' },
  ],
  effect: '0.03',
  expectedMean: '',
  expectedStandardDeviation: '',
  alpha: '5',
  power: '80',
  mode: 'hybrid',
  minimumUnits: '30',
  maximumUnits: '',
  window: { amount: '1', unit: 'days' },
  grace: { amount: '5', unit: 'minutes' },
  minimumRuntime: { amount: '1', unit: 'days' },
  maximumRuntime: { amount: '28', unit: 'days' },
  hold: { amount: '0', unit: 'minutes' },
  promote: 'none',
  approval: false,
  weights: { confidence: '30', user_actioned: '40', architect_satisfaction: '30' },
  missing: '',
};

/** A draft as it stands in the fields. */
export function formOf(
  { promptName, name, hypothesis, variants, trafficShare, layer, plan }: Experiment,
  metrics: ReadonlyMap<string, RangedMetric>,
): ExperimentForm {
  const { insightQualityWeights: weights } = plan;
  const scaleOf = (metric: string) => inputScale(metrics.get(metric));
  const expected = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : typed(value, scaleOf(plan.primaryMetric));
  const weight = (part: QualityPart) => percent(weights[part] ?? 0);
  return {
    prompt: promptName,
    name,
    hypothesis,
    variants: variants.map((variant, key) => ({
      key,
      name: variant.name,
      version: variant.version,
      share: percent(variant.share),
    })),
    traffic: percent(trafficShare),
    layerMode: layer?.mode ?? '',
    layerName: layer?.name ?? '',
    layerShare: layer?.share ? percent(layer.share) : '',
    primaryMetric: plan.primaryMetric,
    secondaryMetrics: plan.secondaryMetrics,
    guardrails: plan.guardrails.map(({ metric, margin }) => ({
      metric,
      margin: margin === null ? '' : typed(margin, scaleOf(metric)),
    })),
    effect: typed(plan.minimumDetectableEffect, scaleOf(plan.primaryMetric)),
    expectedMean: expected(plan.expectedMean),
    expectedStandardDeviation: expected(plan.expectedStandardDeviation),
    alpha: percent(plan.alpha),
    power: percent(plan.power),
    mode: plan.mode,
    minimumUnits: String(plan.minimumUnits),
    maximumUnits: plan.maximumUnits === null ? '' : String(plan.maximumUnits),
    window: durationOf(plan.windowMinutes),
    grace: durationOf(plan.graceMinutes),
    minimumRuntime: durationOf(plan.minimumRuntimeMinutes),
    maximumRuntime: durationOf(plan.maximumRuntimeMinutes),
    hold: durationOf(plan.holdMinutes),
    promote: plan.promote,
    approval: plan.approval,
    weights: {
      confidence: weight('confidence'),
      user_actioned: weight('user_actioned'),
      architect_satisfaction: weight('architect_satisfaction'),
    },
    missing: plan.missingComponent === 'exclude' ? '' : String(plan.missingComponent),
  };
}

/** A share as percent, without the noise of floating point. */
function percent(share: number): string {
  return writeNumber(share * 100);
}
