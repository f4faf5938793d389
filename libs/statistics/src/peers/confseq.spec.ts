import betaln from '@stdlib/math-base-special-betaln';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { integrate } from '../integrate';
import { openEndedRadius } from '../open-ended-radius';
import { bisect } from './group-sequential';

/**
 * The figures of `confseq` (Howard, Ramdas, McAuliffe & Sekhon, arXiv 1810.08240; test/uniform_boundaries_unittest.cpp), from the
 * formulas of the paper. `s` is a sum of centred values, `v` its variance so far.
 */
const tuned = (v: number, alpha: number) => v / (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha)));
const RHO = tuned(100, 0.05);
const RHO_ONE_SIDED = tuned(100, 0.1);

const normal = (s: number, v: number) => 0.5 * Math.log(RHO / (v + RHO)) + (s * s) / (2 * (v + RHO));
const normalOneSided = (s: number, v: number, rho = RHO_ONE_SIDED) =>
  0.5 * Math.log((4 * rho) / (v + rho)) +
  (s * s) / (2 * (v + rho)) +
  Math.log(normalCdf(s / Math.sqrt(v + rho), 0, 1));

/** Mixture of exp(l s - psi(l) v) over l in [0, 1 / c) by the truncated gamma density, integrated as it is defined. */
function gammaExponential(s: number, v: number, c: number): number {
  const shape = RHO_ONE_SIDED / c ** 2;
  const density = (u: number) => u ** (shape - 1) * Math.exp(-shape * u);
  const wealth = (u: number) => Math.exp(((1 - u) / c) * s + ((Math.log(u) + 1 - u) / c ** 2) * v);
  const over = (f: (u: number) => number) =>
    Array.from({ length: 20 }, (_, i) => integrate(f, i / 20, (i + 1) / 20)).reduce((a, b) => a + b);
  return Math.log(over((u) => density(u) * wealth(u)) / over(density));
}

/** Values in [-g, h]; two-sided. */
function betaBinomial(s: number, v: number, g: number, h: number, vOpt = 100): number {
  const r = Math.max(tuned(vOpt, 0.05) - g * h, 1e-3 * g * h);
  const [a, b] = [g * (g + h), h * (g + h)];
  return (
    (v / (g * h)) * Math.log(g + h) -
    ((v + h * s) / b) * Math.log(g) -
    ((v - g * s) / a) * Math.log(h) +
    betaln((r + v - g * s) / a, (r + v + h * s) / b) -
    betaln(r / a, r / b)
  );
}

const boundOf = (log: (s: number) => number, most = 99) => bisect((s) => log(s) - Math.log(20), 0, most);

describe('confseq', () => {
  it('two-sided normal mixture, which ours is for the open-ended boundary', () => {
    expect(RHO).toBeCloseTo(12.60056, 5);
    expect(normal(10, 100)).toBeCloseTo(-0.6510052, 7);
    expect(boundOf((s) => normal(s, 100))).toBeCloseTo(30.35209, 5);
    expect(openEndedRadius(100, 0.05, 100) * 10).toBeCloseTo(30.35209, 5);
  });

  it('one-sided normal mixture', () => {
    expect(normalOneSided(10, 100)).toBeCloseTo(-0.06502391, 7);
    expect(boundOf((s) => normalOneSided(s, 100))).toBeCloseTo(27.66071, 5);
  });

  it('gamma-exponential mixture', () => {
    expect(gammaExponential(10, 100, 2)).toBeCloseTo(-0.2490165, 6);
    expect(boundOf((s) => gammaExponential(s, 100, 2))).toBeCloseTo(33.02017, 4);
  });

  it('beta-binomial mixture', () => {
    expect(betaBinomial(10, 100, 0.2, 0.8)).toBeCloseTo(-0.6941012, 7);
    expect(boundOf((s) => betaBinomial(s, 100, 0.2, 0.8))).toBeCloseTo(31.4308, 4);
  });

  it('confidence sequence of a rate', () => {
    const log = (p: number) =>
      betaBinomial((0.7 - p) * 1000, p * (1 - p) * 1000, p, 1 - p, p * (1 - p) * 100);
    // Printed without rounding.
    const digits = (x: number) => Math.trunc(1e6 * x) / 1e6;
    expect(digits(bisect((p) => Math.log(20) - log(p), 0.5, 0.7))).toBe(0.651629);
    expect(digits(bisect((p) => log(p) - Math.log(20), 0.7, 0.9))).toBe(0.745949);
  });

  it.each([
    [0.5, 70, 0.814704],
    [0.5, 85, 0.0838055],
    [0.5, 100, 0.0054947],
    [0.9, 55, 0.0340463],
  ])('A/B test of the quantile %d, 1000 values against 1000 shifted by %d', (quantile, shift, p) => {
    // What speaks against both variants having x as their quantile, at the x where it is least.
    const v = quantile * (1 - quantile);
    const log = (below: number) =>
      betaBinomial((below - quantile) * 1000, v * 1000, quantile, 1 - quantile, v * 100);
    const least = bisect((below) => log(below + 1e-6) - log(below - 1e-6), 0.05, 0.97);
    const against = (x: number, first: number) => {
      const count = Math.min(1000, Math.max(0, x - first));
      // Between two values the part below may be anything between theirs.
      return log(Math.min((count + 1) / 1000, Math.max(count / 1000, least)));
    };
    let lowest = Infinity;
    for (let x = 1; x <= 1000 + shift; x++) lowest = Math.min(lowest, against(x, 1) + against(x, 1 + shift));
    expect(Math.exp(-lowest)).toBeCloseTo(p, 6);
  });
});
