import erfc from '@stdlib/math-base-special-erfc';

/**
 * P(N(0,1) > z), accurate in the far tail where 1 - cdf(z) would be 0.
 * @example normalUpperTail(1.959963984540054) // 0.025
 */
export function normalUpperTail(z: number): number {
  return 0.5 * erfc(z * Math.SQRT1_2);
}
