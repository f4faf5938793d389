import { type ExperimentSettings } from './experiment-settings';
import { type Unit } from './unit';

/** Errors: RangeError when a unit does not fit the settings. */
export function checkUnit(unit: Unit, settings: ExperimentSettings): void {
  const variants = settings.variants.length;
  if (!Number.isInteger(unit.variant) || unit.variant < 0 || unit.variant >= variants) {
    throw new RangeError(`variant ${unit.variant} is none of the ${variants}`);
  }
  checkPropensities(unit.variant, unit.propensities, variants);
  if (unit.values.length !== settings.metrics.length) {
    throw new RangeError(`${settings.metrics.length} values are needed, not ${unit.values.length}`);
  }
  for (let index = 0; index < unit.values.length; index++) {
    const value = unit.values[index]!;
    if (value !== null && !Number.isFinite(value)) {
      throw new RangeError(`metric ${settings.metrics[index]!.name}: ${value} is not a value`);
    }
  }
  if (!Number.isFinite(unit.at)) throw new RangeError(`the due time ${unit.at} is not epoch milliseconds`);
}

/** Errors: RangeError unless there is one finite share >= 0 a variant, and the unit's own is > 0. */
export function checkPropensities(variant: number, propensities: readonly number[], variants: number): void {
  if (propensities.length !== variants) {
    throw new RangeError(`${variants} propensities are needed, not ${propensities.length}`);
  }
  for (const share of propensities) {
    if (!(share >= 0 && share <= 1e6)) throw new RangeError(`${share} is not a share`);
  }
  if (!(propensities[variant]! > 0)) throw new RangeError(`variant ${variant} was not being assigned`);
}
