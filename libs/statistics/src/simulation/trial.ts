import { type Distribution } from './distribution';
import { type Random } from './random';

/** The units of one replication, in order; the arrays are used again for the next. */
export interface Trial {
  length: number;
  readonly variants: Uint8Array;
  readonly values: Float64Array;
  /** The variant's share of the pair when the unit was assigned. */
  readonly shares: Float64Array;
}

/** Room for that many units. */
export function makeTrial(capacity: number): Trial {
  return {
    length: 0,
    variants: new Uint8Array(capacity),
    values: new Float64Array(capacity),
    shares: new Float64Array(capacity),
  };
}

/** Draws `length` units of one control and one variant. */
export function drawTrial(
  trial: Trial,
  random: Random,
  control: Distribution,
  variant: Distribution,
  share: number,
  length: number,
): void {
  const { variants, values, shares } = trial;
  for (let i = 0; i < length; i++) {
    const isVariant = random.uniform() < share;
    variants[i] = isVariant ? 1 : 0;
    values[i] = isVariant ? variant.draw(random) : control.draw(random);
    shares[i] = share;
  }
  trial.length = length;
}
