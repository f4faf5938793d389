import { type MetricKind } from '../experiment-settings';
import { estimatedVarianceUnits } from '../fixed-sample-units';
import { type Random } from './random';

/** What a unit's value is drawn from. */
export interface Distribution {
  readonly name: string;
  readonly kind: MetricKind;
  readonly mean: number;
  readonly variance: number;
  readonly draw: (random: Random) => number;
}

/** 1 with this chance, otherwise 0. */
export function binary(chance: number): Distribution {
  return {
    name: `binary ${chance}`,
    kind: 'binary',
    mean: chance,
    variance: chance * (1 - chance),
    draw: (random) => (random.uniform() < chance ? 1 : 0),
  };
}

/** A score in [0, 1]. */
export function beta(first: number, second: number): Distribution {
  const sum = first + second;
  return {
    name: `beta ${first}, ${second}`,
    kind: 'bounded',
    mean: first / sum,
    variance: (first * second) / (sum * sum * (sum + 1)),
    draw: (random) => random.beta(first, second),
  };
}

/** The part of a conversation's calls that failed: with this chance some did, one in four, two or all of them. */
export function failedCalls(chance: number): Distribution {
  const parts = [0.25, 0.5, 1] as const;
  const mean = (chance * 1.75) / 3;
  return {
    name: `failed calls ${chance}`,
    kind: 'bounded',
    mean,
    variance: (chance * (0.0625 + 0.25 + 1)) / 3 - mean * mean,
    draw: (random) => (random.uniform() < chance ? parts[Math.floor(3 * random.uniform())]! : 0),
  };
}

/** Mostly satisfied, and some who are not at all: 0 with this chance, otherwise even in [0.85, 1]. */
export function spike(chance: number): Distribution {
  const mean = (1 - chance) * 0.925;
  return {
    name: `spike ${chance}`,
    kind: 'bounded',
    mean,
    variance: (1 - chance) * (0.15 ** 2 / 12 + 0.925 ** 2) - mean * mean,
    draw: (random) => (random.uniform() < chance ? 0 : 0.85 + 0.15 * random.uniform()),
  };
}

/** Latency and cost: exp(N(shift, sigma^2)), on the raw scale. */
export function lognormal(sigma: number, shift = 0): Distribution {
  return {
    name: `lognormal ${sigma}`,
    kind: 'continuous',
    mean: Math.exp(shift + (sigma * sigma) / 2),
    variance: (Math.exp(sigma * sigma) - 1) * Math.exp(2 * shift + sigma * sigma),
    draw: (random) => Math.exp(shift + sigma * random.normal()),
  };
}

/** The limit in which the boundaries were computed. */
export function normal(mean: number): Distribution {
  return {
    name: `normal ${mean}`,
    kind: 'continuous',
    mean,
    variance: 1,
    draw: (random) => mean + random.normal(),
  };
}

/**
 * Units of a pair that a t-test with one single look needs for the difference of these two (alpha two-sided 0.05), as
 * `planExperiment` plans them. What every figure is relative to.
 */
export function fixedUnits(
  control: Distribution,
  variant: Distribution,
  share = 0.5,
  zSum = 2.801585,
): number {
  const spread = control.variance / (1 - share) + variant.variance / share;
  const known = (zSum * zSum * spread) / (variant.mean - control.mean) ** 2;
  return Math.ceil(known + estimatedVarianceUnits(0.05, 2));
}
