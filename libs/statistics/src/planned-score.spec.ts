import { type LargeSampleLook } from './large-sample-look';
import { boundaryCrossing } from './planned-score';

describe('boundaryCrossing', () => {
  it.each([
    [0.1, 4.2367507],
    [0.25, 3.3693638],
    [0.5, 2.833286],
    [1, 2.3825],
  ])('remembers the published threshold at %d of the horizon', (t, threshold) => {
    const seen = boundaryCrossing({ t, effect: 0.1 } as LargeSampleLook, 1, 3, 2.3825, 1);
    expect(seen.threshold).toBeCloseTo(threshold, 7);
    expect(seen.statistic * t ** 0.25).toBeCloseTo(3, 12);
  });
});
