import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { normalPosterior } from '../normal-posterior';
import { openEndedRadius } from '../open-ended-radius';
import { varianceOf, type Sums } from '../simulation/growthbook';
import { normalUpperTail } from '../normal-upper-tail';
import { tToZ } from '../t-to-z';
import { zToT } from '../z-to-t';
import { bisect } from './group-sequential';

/** The figures of GrowthBook's own tests (packages/stats/tests), those that simulation/growthbook.spec.ts does not have. */
const A: Sums = { n: 3000, sum: 1396.87, sumSquares: 52377.9767 };
const B: Sums = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };

/** Difference and squared standard error; relative to the control by the delta method. */
function compare(a: Sums, b: Sums, relative: boolean, binary = false) {
  const [meanA, meanB] = [a.sum / a.n, b.sum / b.n];
  const [errorA, errorB] = [varianceOf(a, binary) / a.n, varianceOf(b, binary) / b.n];
  return relative
    ? {
        difference: (meanB - meanA) / meanA,
        squaredError: errorB / meanA ** 2 + (errorA * meanB ** 2) / meanA ** 4,
      }
    : { difference: meanB - meanA, squaredError: errorA + errorB };
}

const rhoSquared = (alpha: number, tuning: number) =>
  (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tuning;

function logEvidence(difference: number, squaredError: number, n: number, tuning: number): number {
  const rho2 = rhoSquared(0.05, tuning);
  const a = n * rho2 + 1;
  return (rho2 * difference ** 2 * n) / squaredError / (2 * a) - Math.log(a) / 2;
}

/** arXiv 2103.06476, eq. 134: one side, tuned for twice an error of 5 %, also where it is read at another. */
function oneSidedWidth(squaredError: number, n: number, alpha: number): number {
  const scaled = n * rhoSquared(0.1, 5000);
  return Math.sqrt(
    ((squaredError * 2 * (scaled + 1)) / scaled) * Math.log(1 + Math.sqrt(scaled + 1) / (2 * alpha)),
  );
}

describe("GrowthBook's published figures", () => {
  it('sequential, two-sided, relative lift, tuned to 1000', () => {
    const { difference, squaredError } = compare(A, B, true);
    const error = Math.sqrt(squaredError);
    const half = openEndedRadius(6461, 0.05, 1000) * error;
    expect(Math.sqrt(rhoSquared(0.05, 1000))).toBeCloseTo(0.0890850975, 10);
    expect(difference).toBeCloseTo(0.50336, 5);
    expect(error).toBeCloseTo(0.33341, 5);
    expect(difference - half).toBeCloseTo(-0.55844, 5);
    expect(difference + half).toBeCloseTo(1.56516, 5);
    // Below 0: p is 1.
    expect(logEvidence(difference, squaredError, 6461, 1000)).toBeCloseTo(-0.8604281568, 10);
  });

  it('sequential, proportions, relative lift, tuned to 5000', () => {
    const rates = [
      { n: 3000, sum: 1396, sumSquares: 1396 },
      { n: 3461, sum: 2422, sumSquares: 2422 },
    ] as const;
    const { difference, squaredError } = compare(...rates, true, true);
    const half = openEndedRadius(6461, 0.05, 5000) * Math.sqrt(squaredError);
    expect(difference).toBeCloseTo(0.50386, 5);
    expect(Math.sqrt(squaredError)).toBeCloseTo(0.03386, 5);
    expect(difference - half).toBeCloseTo(0.40098, 5);
    expect(difference + half).toBeCloseTo(0.60675, 5);
    expect(logEvidence(difference, squaredError, 6461, 5000)).toBeCloseTo(99.6699595, 7);
  });

  it('sequential, one-sided', () => {
    const [relative, absolute] = [compare(A, B, true), compare(A, B, false)];
    const low = ({ difference, squaredError }: typeof absolute, alpha = 0.05) =>
      difference - oneSidedWidth(squaredError, 6461, alpha);
    expect(low(relative)).toBeCloseTo(-0.423564546, 9);
    expect(low(absolute)).toBeCloseTo(-0.1265684417, 9);
    const { difference, squaredError } = absolute;
    expect(difference + oneSidedWidth(squaredError, 6461, 0.05)).toBeCloseTo(0.5953217751, 9);
    // p is the alpha at which the interval begins at 0. Theirs halves until it begins within 1e-6 of it, and then once more,
    // which makes it 1.2e-4 too large here.
    expect(bisect((alpha) => low(absolute, alpha), 1e-5, 0.4999)).toBeCloseTo(0.4630473578, 9);
    let [from, to, alpha] = [1e-5, 0.4999, 0.249955];
    for (let begin = 1; Math.abs(begin) >= 1e-6; alpha = (from + to) / 2) {
      begin = low(absolute, alpha);
      if (begin < 0) from = alpha;
      else to = alpha;
    }
    expect(alpha).toBeCloseTo(0.4631649194, 9);
  });

  it('one look, relative lift', () => {
    const [a, b] = [{ ...A, n: 3407 }, B];
    const { difference, squaredError } = compare(a, b, true);
    const [first, second] = [a, b].map((sums) => varianceOf(sums, false) / sums.n) as [number, number];
    const degrees = (first + second) ** 2 / (first ** 2 / (a.n - 1) + second ** 2 / (b.n - 1));
    const error = Math.sqrt(squaredError);
    const half = zToT(1.959963984540054, degrees) * error;
    expect(difference - half).toBeCloseTo(-0.03526, 5);
    expect(difference + half).toBeCloseTo(1.44989, 5);
    expect(2 * normalUpperTail(tToZ(difference / error, degrees))).toBeCloseTo(0.06191, 5);
  });

  it('chance to win, interval and risk of 49 against 51 of 100', () => {
    const rates = [
      { n: 100, sum: 49, sumSquares: 49 },
      { n: 100, sum: 51, sumSquares: 51 },
    ] as const;
    const { difference, squaredError } = compare(...rates, true, true);
    const { chanceToWin, interval, ship, keep } = normalPosterior(difference, squaredError, Infinity);
    expect(chanceToWin).toBeCloseTo(0.60918, 5);
    expect(interval[0]).toBeCloseTo(-0.24779, 5);
    expect(interval[1]).toBeCloseTo(0.32943, 5);
    expect(keep).toBeCloseTo(0.0814, 4);
    expect(ship).toBeCloseTo(0.04058, 5);
  });

  it.each([
    ['one look', 25.45703125, (n: number, error: number) => (n > 0 ? 1.959963984540054 * error : 0)],
    ['sequential', 55.66796875, (n: number, error: number) => openEndedRadius(n, 0.05, 5000) * error],
  ])('how many times the units so far are still to come, %s', (_, printed, width) => {
    const a = { n: 500, sum: 500, sumSquares: 1500 };
    const { squaredError } = compare(a, { n: 500, sum: 525, sumSquares: 1551.25 }, true);
    expect(squaredError).toBeCloseTo(0.008426853707414856, 15);
    const power = (factor: number) => {
      const error = Math.sqrt(squaredError / (1 + factor));
      const half = width(1000 * (1 + factor), error);
      return 1 - normalCdf((half - 0.05) / error, 0, 1) + normalCdf(-(half + 0.05) / error, 0, 1);
    };
    // Theirs halves until the power is within 1e-5, from a power of two.
    let [low, factor] = [0, 1];
    while (power(factor) < 0.8) factor *= 2;
    let high = factor;
    do {
      if (power(factor) > 0.8) high = factor;
      else low = factor;
      factor = (low + high) / 2;
    } while (Math.abs(power(factor) - 0.8) >= 1e-5);
    expect(factor).toBeCloseTo(printed, 8);
  });

  it('plans as our fixed-sample formula does, on the relative scale', () => {
    // Units of both with which one look finds a lift of 5 %: what the scaling factor above comes to.
    const z = normalQuantile(0.975, 0, 1) + normalQuantile(0.8, 0, 1);
    expect((z / 0.05) ** 2 * 0.008426853707414856 - 1).toBeCloseTo(25.457, 2);
  });
});
