import { type MeanRange, meanInterval } from './mean-interval';

const ANYTHING: MeanRange = { kind: 'continuous', minimum: null, maximum: null };
const SHARE: MeanRange = { kind: 'bounded', minimum: 0, maximum: 1 };
const YES_OR_NO: MeanRange = { kind: 'binary', minimum: 0, maximum: 1 };

/** Abramowitz and Stegun, table 26.10: t at 97.5 %. */
const PUBLISHED: ReadonlyArray<readonly [degrees: number, t: number]> = [
  [1, 12.706],
  [2, 4.303],
  [4, 2.776],
  [9, 2.262],
  [24, 2.064],
  [60, 2.0],
  [120, 1.98],
  [1_000_000, 1.96],
];

/** Newcombe (Statistics in Medicine 17, 1998), table I, method 3: the score interval without continuity correction. */
const SCORES: ReadonlyArray<readonly [yes: number, of: number, low: number, high: number]> = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
];

const ofYes = (yes: number, of: number) => ({
  mean: yes / of,
  deviation: Math.sqrt((yes * (of - yes)) / (of * (of - 1))),
  size: of,
});

describe('the interval of a mean', () => {
  it.each(PUBLISHED)('is as wide as the table says for %i degrees of freedom: %d', (degrees, t) => {
    const size = degrees + 1;
    // With this deviation the standard error is 1.
    const interval = meanInterval({ mean: 5, deviation: Math.sqrt(size), size }, ANYTHING);
    expect((interval?.high ?? 0) - 5).toBeCloseTo(t, 3);
    expect(5 - (interval?.low ?? 0)).toBeCloseTo(t, 3);
  });

  it('ends where the metric ends', () => {
    // 0.01, 0.2 and 0.8: Student's goes from -0.539 to 1.21.
    const few = { mean: 0.336667, deviation: 0.412351, size: 3 };
    expect(meanInterval(few, ANYTHING)?.low).toBeLessThan(-0.5);
    expect(meanInterval(few, SHARE)).toEqual({ low: 0, high: 1 });
    expect(meanInterval(few, { ...ANYTHING, minimum: 0 })).toEqual({
      low: 0,
      high: expect.closeTo(1.361, 3),
    });
    const inside = { mean: 0.5, deviation: 0.1, size: 25 };
    expect(meanInterval(inside, SHARE)).toEqual(meanInterval(inside, ANYTHING));
  });

  it.each(SCORES)('is the published one of %i yes in %i', (yes, of, low, high) => {
    const interval = meanInterval(ofYes(yes, of), YES_OR_NO);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is never a point: that a few values are the same does not make the mean certain', () => {
    const same = { mean: 1, deviation: 0, size: 3 };
    // Three yes of three, and no values from 0 to 1 vary more than yes and no.
    const three = { low: expect.closeTo(0.4385, 4), high: 1 };
    expect(meanInterval(same, YES_OR_NO)).toEqual(three);
    expect(meanInterval(same, SHARE)).toEqual(three);
    expect(meanInterval({ ...same, mean: 5 }, { kind: 'bounded', minimum: 1, maximum: 5 })).toEqual({
      low: expect.closeTo(1 + 4 * 0.4385, 3),
      high: 5,
    });
    expect(meanInterval(same, ANYTHING)).toBeNull();
  });

  it('is unknown with fewer than two values', () => {
    for (const range of [ANYTHING, SHARE, YES_OR_NO])
      expect(meanInterval({ mean: 0.3, deviation: 0, size: 1 }, range)).toBeNull();
  });

  it.each([SHARE, YES_OR_NO, { kind: 'bounded', minimum: -1e15, maximum: 1e15 } as const])(
    'stays within the bounds, around the mean, for %o',
    (range) => {
      const [least, most] = [range.minimum as number, range.maximum as number];
      for (const size of [2, 3, 5, 30, 10_000])
        for (const share of [0, 1e-12, 0.1, 1 / 3, 0.5, 0.9, 1 - 1e-12, 1]) {
          const mean = least + share * (most - least);
          for (const part of [0, 0.5, 1]) {
            const deviation = part * (most - least) * Math.sqrt((share * (1 - share) * size) / (size - 1));
            const found = meanInterval({ mean, deviation, size }, range);
            expect(found?.low).toBeGreaterThanOrEqual(least);
            expect(found?.low).toBeLessThanOrEqual(mean);
            expect(found?.high).toBeGreaterThanOrEqual(mean);
            expect(found?.high).toBeLessThanOrEqual(most);
          }
        }
    },
  );
});
