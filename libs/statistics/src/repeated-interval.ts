import { type CompiledMetric } from './compile-settings';
import { type LargeSampleLook } from './large-sample-look';
import { openEndedRadius } from './open-ended-radius';
import { zToT } from './z-to-t';

/**
 * The interval for the difference that holds at all looks at once (Jennison & Turnbull): exactly the differences that
 * the test would not reject. From the planned boundary with constant c (`constant`), same variance and same map to z.
 * @example repeatedInterval(look, 2.3835) // [-0.01, 0.05]
 */
export function repeatedInterval(look: LargeSampleLook, constant: number): readonly [number, number] {
  const z = constant / Math.sqrt(Math.sqrt(look.t));
  const half = zToT(z, look.degreesOfFreedom) * Math.sqrt(look.variance);
  return [look.effect - half, look.effect + half];
}

/** The same without a horizon, two-sided at `alpha`. */
export function openEndedInterval(
  look: LargeSampleLook,
  metric: CompiledMetric,
  alpha: number,
): readonly [number, number] {
  const z = openEndedRadius(look.effectiveUnits, alpha, metric.plannedUnits);
  const half = zToT(z, look.degreesOfFreedom) * Math.sqrt(look.variance);
  return [look.effect - half, look.effect + half];
}
