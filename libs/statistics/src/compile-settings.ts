import { allocateAlpha, allocateGuardrailAlpha, allocateHarmAlpha, type AlphaParts } from './allocate-alpha';
import { analysedBounds } from './analysed-value';
import { type ExperimentSettings, type MetricDesign } from './experiment-settings';
import { plannedConstant } from './planned-constant';
import { validateSettings } from './validate-settings';

/** A one-sided threshold in the forms of the three tests; null or Infinity where a test is not used. */
export interface GuardrailThreshold {
  readonly constant: number | null;
  readonly logEvidence: number;
  readonly openEndedAlpha: number | null;
}

/** A metric with everything that can be worked out before the first unit. */
export interface CompiledMetric {
  readonly index: number;
  readonly design: MetricDesign;
  readonly binary: boolean;
  readonly bounds: readonly [number, number] | null;
  /** 1 when a rise is an improvement. */
  readonly improvement: 1 | -1;
  /** The best and the worst of its declared range; null where none was declared. */
  readonly extremes: { readonly best: number; readonly worst: number } | null;
  readonly plannedUnits: number;
  readonly usesPlanned: boolean;
  readonly usesExact: boolean;
  readonly usesOpenEnded: boolean;
  /** Success: two-sided alpha of each of its hypotheses by the planned and the open-ended boundary. */
  readonly plannedAlpha: number;
  readonly openEndedAlpha: number;
  /** Success: c(plannedAlpha). */
  readonly constant: number;
  /** Success: weight of each of its hypotheses within the family. */
  readonly weight: number;
  /** Guardrails. */
  readonly nonInferior: GuardrailThreshold;
  readonly harm: GuardrailThreshold;
}

export interface CompiledSettings {
  readonly metrics: readonly CompiledMetric[];
  readonly success: readonly CompiledMetric[];
  readonly guardrails: readonly CompiledMetric[];
  readonly alpha: AlphaParts;
  /** ln of the evidence that rejects, in the exact test of the family. */
  readonly exactLog: number;
  readonly sampleRatioLog: number;
  readonly missingLog: number;
  readonly deadline: number;
}

const compiled = new WeakMap<ExperimentSettings, CompiledSettings>();

/**
 * The thresholds that follow from the settings, worked out once per settings object (which must not change).
 * Errors: RangeError naming everything that is wrong with the settings.
 */
export function compileSettings(settings: ExperimentSettings): CompiledSettings {
  const known = compiled.get(settings);
  if (known) return known;
  const problems = validateSettings(settings);
  if (problems.length > 0) throw new RangeError(`unusable settings: ${problems.join('; ')}`);
  const alpha = allocateAlpha(settings);
  const metrics = settings.metrics.map((design, index) => compileMetric(settings, alpha, design, index));
  const answer: CompiledSettings = {
    metrics,
    success: metrics.filter((metric) => metric.design.role === 'success'),
    guardrails: metrics.filter((metric) => metric.design.role === 'guardrail'),
    alpha,
    exactLog: alpha.exact > 0 ? -Math.log(alpha.exact) : Infinity,
    sampleRatioLog: -Math.log(settings.sampleRatioAlpha),
    missingLog: -Math.log(settings.missingAlpha),
    deadline: settings.startedAt + settings.maximumRuntimeMs,
  };
  compiled.set(settings, answer);
  return answer;
}

function compileMetric(
  settings: ExperimentSettings,
  alpha: AlphaParts,
  design: MetricDesign,
  index: number,
): CompiledMetric {
  const bounds = analysedBounds(design);
  const guardrail = design.role === 'guardrail';
  const hypotheses = settings.variants.length - 1;
  const weight = design.weight / hypotheses;
  const usesPlanned = settings.mode !== 'anytime';
  const usesOpenEnded = settings.mode === 'anytime' && bounds === null;
  const plannedAlpha = guardrail ? 0 : alpha.planned * weight;
  return {
    index,
    design,
    binary: design.kind === 'binary',
    bounds,
    extremes: extremesOf(design),
    improvement: design.direction === 'increase' ? 1 : -1,
    plannedUnits: design.plannedUnits ?? settings.plannedUnits,
    usesPlanned,
    usesExact: bounds !== null && (guardrail || settings.mode !== 'planned'),
    usesOpenEnded,
    plannedAlpha,
    openEndedAlpha: usesOpenEnded ? settings.alpha * weight : 0,
    constant: plannedAlpha > 0 ? plannedConstant(plannedAlpha) : Infinity,
    weight,
    nonInferior: guardrailThreshold(allocateGuardrailAlpha(settings, design, settings.guardrailAlpha)),
    harm: guardrailThreshold(allocateHarmAlpha(settings, design)),
  };
}

/** A range that was declared is taken at its word. Floor and cap only say where values are cut off. */
function extremesOf({ kind, scale, range, direction }: MetricDesign): CompiledMetric['extremes'] {
  if (kind !== 'bounded' || scale === 'log' || range === null) return null;
  const [low, high] = range;
  return direction === 'increase' ? { best: high, worst: low } : { best: low, worst: high };
}

function guardrailThreshold(parts: AlphaParts): GuardrailThreshold {
  return {
    constant: parts.planned > 0 ? plannedConstant(2 * parts.planned) : null,
    logEvidence: parts.exact > 0 ? -Math.log(parts.exact) : Infinity,
    openEndedAlpha: parts.openEnded > 0 ? 2 * parts.openEnded : null,
  };
}
