import { advance } from '../advance';
import { DEFAULT_SETTINGS } from '../default-settings';
import { type ExperimentSettings, type MetricKind, type Mode } from '../experiment-settings';
import { initialState } from '../initial-state';
import { type Crossing, type StatisticsState } from '../statistics-state';
import { type Trial } from './trial';

/** One control, one variant, one success metric; what a simulation varies. */
export interface PairDesign {
  readonly mode: Mode;
  readonly kind: MetricKind;
  /** Units of a test with one look, and N_max, both of the pair. */
  readonly plannedUnits: number;
  readonly horizonUnits: number;
  readonly effect?: number;
  readonly share?: number;
  readonly alpha?: number;
  readonly minimumUnits?: number;
  readonly futility?: boolean;
}

export const STARTED_AT = Date.UTC(2026, 0, 1);
const A_YEAR_MS = 365 * 24 * 3_600_000;

/** Complete settings of such an experiment; no time limit gets in the way. */
export function pairSettings(design: PairDesign): ExperimentSettings {
  const share = design.share ?? 0.5;
  return {
    ...DEFAULT_SETTINGS,
    mode: design.mode,
    alpha: design.alpha ?? DEFAULT_SETTINGS.alpha,
    minimumUnits: design.minimumUnits ?? DEFAULT_SETTINGS.minimumUnits,
    futility: design.futility ?? false,
    variants: [
      { name: 'control', share: 1 - share },
      { name: 'variant', share },
    ],
    metrics: [
      {
        name: 'metric',
        role: 'success',
        weight: 1,
        kind: design.kind,
        direction: 'increase',
        range: design.kind === 'bounded' ? [0, 1] : null,
        scale: 'linear',
        floor: null,
        cap: null,
        minimumDetectableEffect: design.effect ?? 0.05,
        margin: null,
        // No value is ever missing here: the watch over missing outcomes would only cost time.
        missing: 0,
        plannedUnits: null,
      },
    ],
    plannedUnits: design.plannedUnits,
    horizonUnits: design.horizonUnits,
    startedAt: STARTED_AT,
    minimumRuntimeMs: 0,
    maximumRuntimeMs: A_YEAR_MS,
  };
}

/** A unit that is filled again for every conversation, so that nothing is allocated per unit. */
export class PairUnit {
  readonly variant: number = 0;
  readonly propensities: readonly number[] = [0.5, 0.5];
  readonly values: readonly (number | null)[] = [0];
  readonly at: number = STARTED_AT;

  fill(trial: Trial, index: number): this {
    const unit = this as { -readonly [key in keyof PairUnit]: PairUnit[key] };
    const share = trial.shares[index]!;
    const [propensities, values] = [this.propensities as number[], this.values as (number | null)[]];
    propensities[0] = 1 - share;
    propensities[1] = share;
    values[0] = trial.values[index]!;
    unit.variant = trial.variants[index]!;
    unit.at = STARTED_AT + index;
    return this;
  }
}

/** The production code, fed unit by unit until the first rejection. */
export class SequentialTest {
  readonly settings: ExperimentSettings;
  /** As it was when the last run ended. */
  state: StatisticsState;
  private readonly unit = new PairUnit();

  constructor(design: PairDesign) {
    this.settings = pairSettings(design);
    this.state = initialState(this.settings);
  }

  /** The first rejection, or null when the trial ended without one. */
  run(trial: Trial): Crossing | null {
    const { settings, unit } = this;
    const state = (this.state = initialState(settings));
    const comparison = state.metrics[0]!.comparisons[0]!;
    for (let i = 0; i < trial.length; i++) {
      advance(state, settings, unit.fill(trial, i));
      if (comparison.planned !== null) return comparison.planned;
      if (comparison.exact !== null) return comparison.exact;
    }
    return null;
  }
}
