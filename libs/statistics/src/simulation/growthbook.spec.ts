import { growthbook, growthbookThresholds } from './growthbook';
import vectors from './growthbook.vectors.json';

type Case = readonly [boolean, number, number, number, number, number, number, number];

const answerOf = ([binary, n0, sum0, squares0, n1, sum1, squares1, tuning]: Case) =>
  growthbook(
    { n: n0, sum: sum0, sumSquares: squares0 },
    { n: n1, sum: sum1, sumSquares: squares1 },
    binary,
    0.05,
    tuning,
  );

describe("GrowthBook's sequential test, re-implemented for comparison", () => {
  it.each(vectors.cases.map((row, i) => [i, row] as const))(
    'gives what gbstats 0.8.0 gives (case %i)',
    (_, { input, expected }) => {
      const answer = answerOf(input as unknown as Case);
      const far = (mine: number, theirs: number): number =>
        Math.abs(mine - theirs) / Math.max(Math.abs(theirs), 1e-300);
      expect(far(answer.difference, expected.difference)).toBeLessThan(1e-12);
      expect(far(answer.standardError, expected.standardError)).toBeLessThan(1e-12);
      expect(far(answer.interval[0], expected.interval[0]!)).toBeLessThan(1e-11);
      expect(far(answer.interval[1], expected.interval[1]!)).toBeLessThan(1e-11);
      expect(far(answer.p, expected.p)).toBeLessThan(1e-11);
    },
  );

  it("gives the published figures of GrowthBook's own tests", () => {
    const answer = answerOf([true, 3000, 1396, 1396, 3461, 2422, 2422, 5000]);
    expect(answer.difference).toBeCloseTo(0.234464413, 9);
    expect(answer.standardError).toBeCloseTo(0.0119846656, 10);
    expect(answer.interval[0]).toBeCloseTo(0.1980487969, 10);
    expect(answer.interval[1]).toBeCloseTo(0.270880029, 9);
    expect(answer.logEvidence).toBeCloseTo(173.155897, 6);
  });

  it('crosses its threshold of z^2 exactly when p reaches alpha', () => {
    const thresholds = growthbookThresholds(10_000);
    for (const { input } of vectors.cases.filter((row) => row.input[7] === 5000)) {
      const answer = answerOf(input as unknown as Case);
      const n = (input[1] as number) + (input[4] as number);
      if (n > 10_000) continue;
      const z2 = (answer.difference / answer.standardError) ** 2;
      expect(z2 >= thresholds[n]!).toBe(answer.p <= 0.05);
    }
  });
});
