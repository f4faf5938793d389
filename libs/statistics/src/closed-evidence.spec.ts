import fc from 'fast-check';
import { closedEvidence } from './closed-evidence';

/** The definition: the smallest weighted average over all sets that contain the hypothesis. */
function overAllSets(evidence: readonly number[], weights: readonly number[], own: number): number {
  let smallest = Infinity;
  for (let set = 0; set < 2 ** evidence.length; set++) {
    if (!((set >> own) & 1)) continue;
    const inside = evidence.map((_, index) => index).filter((index) => (set >> index) & 1);
    const weight = inside.reduce((sum, index) => sum + weights[index]!, 0);
    const average = inside.reduce((sum, index) => sum + weights[index]! * evidence[index]!, 0) / weight;
    smallest = Math.min(smallest, average);
  }
  return smallest;
}

const family = fc.array(
  fc.record({
    log: fc.double({ min: -8, max: 8, noNaN: true }),
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 7 },
);

describe('closedEvidence', () => {
  it('is the smallest average over every set that contains the hypothesis', () => {
    fc.assert(
      fc.property(family, (hypotheses) => {
        const logs = hypotheses.map(({ log }) => log);
        const weights = hypotheses.map(({ weight }) => weight);
        closedEvidence(logs, weights).forEach((log, own) => {
          expect(log).toBeCloseTo(Math.log(overAllSets(logs.map(Math.exp), weights, own)), 9);
        });
      }),
    );
  });

  it('dominates weighted Bonferroni and never exceeds the own evidence', () => {
    fc.assert(
      fc.property(family, (hypotheses) => {
        const logs = hypotheses.map(({ log }) => log);
        const weights = hypotheses.map(({ weight }) => weight);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        closedEvidence(logs, weights).forEach((log, own) => {
          expect(log).toBeLessThanOrEqual(logs[own]!);
          expect(log).toBeGreaterThanOrEqual(logs[own]! + Math.log(weights[own]! / total) - 1e-12);
        });
      }),
    );
  });

  it('does not overflow', () => {
    expect(closedEvidence([0, 5000], [1, 1])).toEqual([0, expect.closeTo(5000 - Math.LN2, 9)]);
  });
});
