import fc from 'fast-check';
import { compileSettings } from './compile-settings';
import { initialState } from './initial-state';
import { plannedConstant } from './planned-constant';
import { rejectHypotheses } from './reject-hypotheses';
import { exampleMetric, exampleSettings } from './testing/example-settings';

const WEIGHTS = [0.5, 0.3, 0.2];

/** A family of three success metrics whose farthest points are given. */
function familyWith(peaks: readonly number[]) {
  const settings = exampleSettings({
    mode: 'planned',
    metrics: WEIGHTS.map((weight, index) => exampleMetric({ name: `metric ${index}`, weight })),
  });
  const state = initialState(settings);
  state.units = 100;
  state.metrics.forEach((metric, index) => {
    metric.moments = [0, 1].map(() => ({ count: 50, mean: 0.5, squares: 4 }));
    metric.comparisons[0]!.propensity = 0.5;
    metric.comparisons[0]!.peak = peaks[index]!;
  });
  rejectHypotheses(state, compileSettings(settings), settings);
  return state.metrics.map(({ comparisons }) => comparisons[0]!.planned);
}

/** The definition of closed testing with weighted Bonferroni: rejected when every set that contains it is. */
function closedRejections(peaks: readonly number[]): boolean[] {
  const rejectsSet = (set: readonly number[]) => {
    const weight = set.reduce((sum, index) => sum + WEIGHTS[index]!, 0);
    return set.some((index) => Math.abs(peaks[index]!) >= plannedConstant((0.05 * WEIGHTS[index]!) / weight));
  };
  const sets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
  return [0, 1, 2].map((own) => sets.filter((set) => set.includes(own)).every(rejectsSet));
}

const peak = fc.double({ min: -3.2, max: 3.2, noNaN: true });

describe('rejectHypotheses', () => {
  it('rejects by Holm exactly what closed testing with weighted Bonferroni does', () => {
    fc.assert(
      fc.property(fc.tuple(peak, peak, peak), (peaks) => {
        expect(familyWith(peaks).map((crossing) => crossing !== null)).toEqual(closedRejections(peaks));
      }),
      { numRuns: 400 },
    );
  });

  it('is monotone: more evidence for one never takes a rejection from any', () => {
    fc.assert(
      fc.property(fc.tuple(peak, peak, peak), fc.nat(2), (peaks, index) => {
        const before = familyWith(peaks);
        const more = familyWith(peaks.map((value, at) => (at === index ? value * 1.2 : value)));
        before.forEach((crossing, at) => crossing !== null && expect(more[at]).not.toBeNull());
      }),
      { numRuns: 200 },
    );
  });

  it('gives the alpha of a rejected hypothesis to the others', () => {
    const lone = plannedConstant(0.05 * 0.5) - 0.01;
    expect(familyWith([lone, 0, 0])[0]).toBeNull();
    const [first, second] = familyWith([lone, 3, 0]);
    expect(second).toMatchObject({ direction: 1, seq: 100 });
    expect(first).toMatchObject({ direction: 1, method: 'large-sample' });
    expect(first!.statistic).toBeGreaterThanOrEqual(first!.threshold);
  });

  it('knows the direction from the side that was farthest', () => {
    expect(familyWith([-3.2, 0, 0])[0]).toMatchObject({ direction: -1 });
  });
});
