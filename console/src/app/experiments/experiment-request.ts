import type { FieldProblem } from '../problem/problem';
import { readNumber } from '../numbers/typed-number';
import { minutesOf } from './duration-input';
import { type ExperimentForm, QUALITY_PARTS } from './experiment-form';
import { sharesOf } from './form-variants';
import { inputScale, type RangedMetric, untyped } from './metric-scale';

type Metrics = ReadonlyMap<string, RangedMetric>;

/** What the API is sent, or what has to be filled in first; fields are named as the API names them. */
export type ExperimentRequest =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

const NO_NUMBER = 'must be a number';

/** Checks only what cannot be sent at all: every rule about values is the server's. */
export function requestOf(form: ExperimentForm, metrics: Metrics): ExperimentRequest {
  const errors: FieldProblem[] = [];
  const refuse = (field: string, message: string) => void errors.push({ field, message });
  const number = (text: string, field: string, factor = 1): number => {
    const found = readNumber(text);
    if (found === null) refuse(field, NO_NUMBER);
    return Number(((found ?? 0) / factor).toPrecision(12));
  };
  const minutes = (field: 'window' | 'grace' | 'minimumRuntime' | 'maximumRuntime' | 'hold'): number => {
    const found = minutesOf(form[field]);
    if (found === null) refuse(`plan.${field}Minutes`, 'must be 0 or more');
    return found ?? 0;
  };
  if (form.prompt === '') refuse('prompt', 'must be chosen');
  if (form.name.trim() === '') refuse('name', 'must be filled in');
  form.variants.forEach(({ version, share }, i) => {
    if (version === null) refuse(`variants[${i}].version`, 'must be chosen');
    if (readNumber(share) === null) refuse(`variants[${i}].share`, NO_NUMBER);
  });
  if (form.layerMode !== '' && form.layerName.trim() === '') refuse('layer.name', 'must be filled in');
  const scaleOf = (metric: string) => inputScale(metrics.get(metric));
  const { weights, maximumUnits, missing } = form;
  const usesQuality = [form.primaryMetric, ...form.secondaryMetrics]
    .concat(form.guardrails.map(({ metric }) => metric))
    .includes('insight_quality');
  const body = {
    name: form.name.trim(),
    hypothesis: form.hypothesis.trim(),
    variants: form.variants.map(({ name, version, share }) => ({
      name: name.trim(),
      version,
      share: Number(((readNumber(share) ?? 0) / 100).toPrecision(12)),
    })),
    trafficShare: number(form.traffic, 'trafficShare', 100),
    ...layerOf(form, number),
    plan: {
      primaryMetric: form.primaryMetric,
      secondaryMetrics: form.secondaryMetrics,
      guardrails: form.guardrails.map(({ metric, margin }, i) => {
        const field = `plan.guardrails[${i}].margin`;
        return {
          metric,
          margin: margin.trim() === '' ? null : untyped(number(margin, field), scaleOf(metric)),
        };
      }),
      minimumDetectableEffect: untyped(
        number(form.effect, 'plan.minimumDetectableEffect'),
        scaleOf(form.primaryMetric),
      ),
      ...expectationOf(form, metrics, (text, field) => number(text, `plan.${field}`)),
      alpha: number(form.alpha, 'plan.alpha', 100),
      power: number(form.power, 'plan.power', 100),
      mode: form.mode,
      minimumUnits: number(form.minimumUnits, 'plan.minimumUnits'),
      maximumUnits: maximumUnits.trim() === '' ? null : number(maximumUnits, 'plan.maximumUnits'),
      windowMinutes: minutes('window'),
      graceMinutes: minutes('grace'),
      minimumRuntimeMinutes: minutes('minimumRuntime'),
      maximumRuntimeMinutes: minutes('maximumRuntime'),
      holdMinutes: minutes('hold'),
      promote: form.promote,
      approval: form.approval,
      ...(usesQuality
        ? {
            insightQualityWeights: Object.fromEntries(
              QUALITY_PARTS.map((part) => [part, number(weights[part], 'plan.insightQualityWeights', 100)]),
            ),
            missingComponent: missing.trim() === '' ? 'exclude' : number(missing, 'plan.missingComponent'),
          }
        : {}),
    },
  };
  return errors.length > 0 ? { ok: false, errors } : { ok: true, body };
}

/** Of yes or no the rate, of anything else how much it varies; what is empty is not known. */
function expectationOf(
  { primaryMetric, expectedMean, expectedStandardDeviation }: ExperimentForm,
  metrics: Metrics,
  read: (text: string, field: string) => number | null,
): Readonly<Record<string, number | null>> {
  const metric = metrics.get(primaryMetric);
  const [field, text] =
    metric?.kind === 'binary'
      ? ['expectedMean', expectedMean]
      : ['expectedStandardDeviation', expectedStandardDeviation];
  const found = text.trim() === '' ? null : read(text, field);
  return found === null ? {} : { [field]: untyped(found, inputScale(metric)) };
}

/** `null` takes a draft out of its layer; a new one has none without being told. */
function layerOf(
  { layerMode, layerName, layerShare }: ExperimentForm,
  number: (text: string, field: string, factor: number) => number,
): { readonly layer: object | null } {
  if (layerMode === '') return { layer: null };
  const share = layerShare.trim();
  return {
    layer: {
      name: layerName.trim(),
      mode: layerMode,
      ...(layerMode === 'exclusive' && share !== '' ? { share: number(share, 'layer.share', 100) } : {}),
    },
  };
}

/** What `POST /experiments/plan` is asked; null while there is too little to ask. */
export function planRequestOf(
  form: ExperimentForm,
  effects: readonly number[],
  metrics: Metrics,
): Readonly<Record<string, unknown>> | null {
  const shares = sharesOf(form.variants);
  const traffic = readNumber(form.traffic);
  if (form.prompt === '' || !metrics.has(form.primaryMetric) || effects.length === 0) return null;
  if (!shares || traffic === null || traffic <= 0) return null;
  const given = (name: string, value: number | null) => (value === null ? {} : { [name]: value });
  const percentOf = (text: string) => {
    const found = readNumber(text);
    return found === null ? null : Number((found / 100).toPrecision(12));
  };
  return {
    prompt: form.prompt,
    primaryMetric: form.primaryMetric,
    minimumDetectableEffects: effects,
    secondaryMetrics: form.secondaryMetrics,
    guardrails: form.guardrails.map(({ metric, margin }) => {
      const found = readNumber(margin);
      return {
        metric,
        ...(found === null ? {} : { margin: untyped(found, inputScale(metrics.get(metric))) }),
      };
    }),
    shares,
    trafficShare: traffic / 100,
    mode: form.mode,
    ...expectationOf(form, metrics, (text) => readNumber(text)),
    ...given('alpha', percentOf(form.alpha)),
    ...given('power', percentOf(form.power)),
    ...given('minimumUnits', readNumber(form.minimumUnits)),
    ...given('maximumUnits', readNumber(form.maximumUnits)),
    ...given('maximumRuntimeMinutes', minutesOf(form.maximumRuntime)),
    ...given('windowMinutes', minutesOf(form.window)),
  };
}
