import { advance } from '../advance';
import { countAssignment } from '../count-assignment';
import { decide } from '../decide';
import { type Decision } from '../decision';
import { type ExperimentSettings } from '../experiment-settings';
import { initialState } from '../initial-state';
import { type StatisticsState } from '../statistics-state';
import { type Unit } from '../unit';
import { type Random } from './random';
import { STARTED_AT } from './sequential-test';

/** Draws one unit's values by metric index, for the variant it was assigned to. */
export type DrawValues = (random: Random, variant: number, values: number[]) => void;

/** How a whole experiment ended: at its first decisive verdict. */
export interface ExperimentEnd {
  readonly decision: Decision;
  readonly units: number;
  readonly state: StatisticsState;
}

/** A whole experiment, as evaluation drives it: assignments, settled units, and a decision after every `every` units. */
export class Experiment {
  constructor(
    readonly settings: ExperimentSettings,
    private readonly draw: DrawValues,
  ) {}

  /** Runs until a decisive verdict, or for so many units. */
  run(random: Random, units: number, every: number): ExperimentEnd {
    const { settings } = this;
    const state = initialState(settings);
    const propensities = settings.variants.map(({ share }) => share);
    const values = settings.metrics.map(() => 0);
    const unit = { variant: 0, propensities, values, at: STARTED_AT } satisfies Unit;
    for (let i = 1; ; i++) {
      unit.variant = chosen(random.uniform(), propensities);
      unit.at = STARTED_AT + i;
      this.draw(random, unit.variant, values);
      countAssignment(state, settings, unit.variant, propensities);
      advance(state, settings, unit);
      if (i % every !== 0 && i < units) continue;
      const decision = decide(state, settings, unit.at);
      if (decision.decisive || i >= units) return { decision, units: i, state };
    }
  }
}

function chosen(position: number, shares: readonly number[]): number {
  let upper = 0;
  for (let i = 0; i < shares.length - 1; i++) {
    upper += shares[i]!;
    if (position < upper) return i;
  }
  return shares.length - 1;
}
