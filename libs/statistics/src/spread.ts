/** What is known, before an experiment, of how much a metric's values vary from unit to unit. */
export type Spread =
  | {
      /** Of a unit's value on the analysed scale, the same whatever the variant changes. */
      readonly standardDeviation: number;
    }
  | {
      /** Of a binary metric: the control's rate, in (0, 1), from which every variance follows. */
      readonly rate: number;
      /** Where the effect that is planned for leads: 1 = the variant's rate is higher, -1 = lower. */
      readonly change: 1 | -1;
    };

/**
 * Variance of the difference of a pair's means, times the units of the pair, when the variant differs by `effect`:
 * s0^2 / (1 - p) + s1^2 / p, for rates with s1 from the variant's own. `propensity` p = the variant's share of the pair.
 * @example pairVariance({ rate: 0.1, change: 1 }, 0.5, 0.02) // 2 * (0.09 + 0.1056)
 */
export function pairVariance(spread: Spread, propensity: number, effect: number): number {
  if ('standardDeviation' in spread) return spread.standardDeviation ** 2 / (propensity * (1 - propensity));
  return ofRate(spread.rate) / (1 - propensity) + ofRate(spread.rate + spread.change * effect) / propensity;
}

/**
 * What the tests take it for: at an uneven split the one from both variances together, where that is larger
 * (docs/decisions/0013). At an even one they are the same.
 */
export function testedPairVariance(spread: Spread, propensity: number, effect: number): number {
  const actual = pairVariance(spread, propensity, effect);
  if ('standardDeviation' in spread) return actual;
  const control = ofRate(spread.rate) * (1 - propensity);
  const variant = ofRate(spread.rate + spread.change * effect) * propensity;
  return Math.max(actual, (control + variant) / (propensity * (1 - propensity)));
}

/**
 * The same when the variants do not differ but the test asks whether they differ by `margin`: for rates it takes the variance
 * that there would be, around the rate of both together, if they did (compare-means.ts).
 */
export function pairVarianceAtMargin(spread: Spread, propensity: number, margin: number): number {
  const alike = pairVariance(spread, propensity, 0);
  if ('standardDeviation' in spread) return alike;
  const change = spread.change * margin;
  const control = ofRate(spread.rate - change * propensity);
  const variant = ofRate(spread.rate + change * (1 - propensity));
  return Math.max(alike, control / (1 - propensity) + variant / propensity);
}

/** None beyond 0 and 1, where no rate is. */
function ofRate(rate: number): number {
  return Math.max(0, rate * (1 - rate));
}
