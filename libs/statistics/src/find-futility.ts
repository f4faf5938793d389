import { type CompiledSettings } from './compile-settings';
import { conditionalPower } from './conditional-power';
import { type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { effectFound } from './find-underpowered';
import { largeSampleLook } from './large-sample-look';
import { percent, reason, size } from './reason';
import { type StatisticsState } from './statistics-state';
import { isWorse } from './success-crossing';
import { tToZ } from './t-to-z';

/** Below this chance in both directions the experiment is given up. */
const LOW_POWER = 0.1;
/** Not judged before this part of the horizon. */
const EARLIEST = 0.25;

/**
 * The reasons to give up: for every variant that is not out, on every success metric, the chance that the planned
 * boundary is still reached if the true effect is the minimum detectable one is below 10 % in both directions. Null
 * otherwise, and without a planned boundary.
 *
 * Where there is no room for the units that this effect takes (`neededUnits`), it is the smallest effect that those there is room
 * for find as the plan asks for: against a smaller one they would be given up from the first look on, whatever the truth is.
 * The drift under that effect is taken from the observed variance, not the planned one: a metric that turns out noisier
 * than planned is given up sooner, a quieter one later. Non-binding: the error bounds hold whether or not one stops.
 */
export function findFutility(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
): Reason[] | null {
  if (settings.mode === 'anytime') return null;
  const reasons: Reason[] = [];
  for (let variant = 1; variant < settings.variants.length; variant++) {
    if (isWorse(state, plan, variant)) continue;
    for (const metric of plan.success) {
      const own = state.metrics[metric.index]!;
      const { frozen } = own.comparisons[variant - 1]!;
      if (frozen?.reason === 'split_changed') return null;
      if (frozen?.reason === 'horizon') continue; // its last look is over
      const look = largeSampleLook(own, metric, settings, variant);
      if (look === null || look.t < EARLIEST) return null;
      const z = tToZ(look.effect / Math.sqrt(look.variance), look.degreesOfFreedom);
      const effect = effectFound(metric.design, settings.horizonUnits);
      const isShort = effect > metric.design.minimumDetectableEffect;
      const drift = effect / Math.sqrt(look.variance * look.t);
      // It rises with the score, so the nearer side is enough.
      const power = conditionalPower(Math.abs(z) * Math.sqrt(look.t), 1 - look.t, drift, metric.constant);
      // Whatever is not a number is no reason to stop.
      if (!(power < LOW_POWER)) return null;
      const { name } = settings.variants[variant]!;
      const worth = isShort
        ? `${size(effect, metric.design)}, the smallest one that so few units can find`
        : 'the smallest one worth finding';
      const message =
        `Even if the effect of ${name} on ${metric.design.name} were ${worth}, the chance to show ` +
        `it with the remaining units is ${percent(power)}.`;
      const about = { metric: metric.design.name, variant: name };
      reasons.push(
        reason('conditional_power', message, { power, t: look.t, z, ...(isShort ? { effect } : {}) }, about),
      );
    }
  }
  return reasons.length > 0 ? reasons : null;
}
