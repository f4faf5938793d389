import { advance } from '../advance';
import { decide } from '../decide';
import { type Decision } from '../decision';
import { type ExperimentSettings } from '../experiment-settings';
import { initialState } from '../initial-state';
import { type StatisticsState } from '../statistics-state';
import { type Unit } from '../unit';
import { normals, uniforms } from './random';

/** The mean of each metric by variant; noise 0.2 for success, 0.3 on the log scale for latency. */
export type Means = readonly (readonly number[])[];

/** One unit a minute, assigned by the settings' shares, endlessly. */
export function* traffic(settings: ExperimentSettings, means: Means, seed: number): Generator<Unit> {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const propensities = settings.variants.map(({ share }) => share);
  for (let at = 60_000; ; at += 60_000) {
    let variant = 0;
    for (let left = uniform() - propensities[0]!; left >= 0 && variant < propensities.length - 1;) {
      variant += 1;
      left -= propensities[variant]!;
    }
    const values = settings.metrics.map((metric, index) => {
      const mean = means[index]![variant]!;
      if (metric.kind === 'binary') return uniform() < mean ? 1 : 0;
      if (metric.scale === 'log') return Math.exp(mean + 0.3 * normal());
      return Math.min(1, Math.max(0, mean + 0.2 * normal()));
    });
    yield { variant, propensities, values, at };
  }
}

/** Decides after every unit until it is decisive; throws when that takes too long. */
export function untilDecided(
  settings: ExperimentSettings,
  means: Means,
  seed: number,
  each: (state: StatisticsState, decision: Decision) => void = () => undefined,
): { decision: Decision; state: StatisticsState } {
  const state = initialState(settings);
  for (const unit of traffic(settings, means, seed)) {
    advance(state, settings, unit);
    const decision = decide(state, settings, unit.at);
    each(state, decision);
    if (decision.decisive) return { decision, state };
    if (state.units > 20_000) throw new Error(`still ${decision.verdict}`);
  }
  throw new Error('unreachable');
}
