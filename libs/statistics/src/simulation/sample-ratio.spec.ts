import { MISSING_CELLS } from './missing-outcomes';
import { atMost, simulate, stopQuantile } from './replicate';
import { sampleRatioCell } from './sample-ratio';

const SEED = 20260104;
const REPLICATIONS = 1_500;

describe('goal 7: the sample ratio, watched at every assignment', () => {
  const even = simulate(sampleRatioCell(0.5, 20_000), SEED, REPLICATIONS);

  it('alarms falsely in 0.1 % at most', () => {
    expect(even.rate('mixture')).toBeLessThanOrEqual(atMost(0.001, REPLICATIONS));
  });

  it('would notice a chi-square looked at again and again', () => {
    expect(even.rate('chi-square')).toBeGreaterThan(atMost(0.001, REPLICATIONS));
  });

  it.each([
    [0.55, 1_900, REPLICATIONS],
    [0.6, 520, REPLICATIONS],
    [0.52, 11_000, 500],
  ])('sees %d instead of a half after %i units (median)', (actual, most, replications) => {
    const uneven = simulate(sampleRatioCell(actual, 8 * most), SEED, replications);
    expect(stopQuantile(uneven.column('mixture'), 0.5)).toBeLessThanOrEqual(most);
    // Would notice that only one concentration is left, GrowthBook's.
    expect(stopQuantile(uneven.column('single'), 0.5)).toBeGreaterThan(most);
  });
});

describe('missing outcomes, watched at every unit', () => {
  it('alarms falsely in 0.1 % at most, and sees a difference', () => {
    const [same, different] = MISSING_CELLS;
    expect(simulate(same, SEED, 600).rate('alarm')).toBeLessThanOrEqual(atMost(0.001, 600));
    expect(simulate(different, SEED, 200).rate('alarm')).toBeGreaterThan(0.99);
  });
});
