import { normalUpperTail } from './normal-upper-tail';
import { plannedConstantAt } from './planned-constant';

/**
 * The p-value of the planned boundary, valid at any look: the smallest two-sided alpha whose boundary was reached.
 *
 * `peak` is the largest |Z| * t^(1/4) seen so far, >= 0. p <= alpha exactly when `peak >= plannedConstant(alpha)`.
 * One-sided: half of it. Conservative for p > 0.3.
 * @example sequentialPValue(plannedConstant(0.05)) // 0.05
 */
export function sequentialPValue(peak: number): number {
  if (peak <= plannedConstantAt(0)) return 1;
  let low = 0;
  let high = peak; // c > g, so the g of a peak is below it
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (plannedConstantAt(middle) < peak) low = middle;
    else high = middle;
  }
  return Math.min(1, 4 * normalUpperTail(high));
}
