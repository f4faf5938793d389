import fc from 'fast-check';
import { addToMoments, emptyMoments } from './add-to-moments';
import { eventCount, eventSize } from './event-count';

const momentsOf = (values: readonly number[]) => {
  const moments = emptyMoments();
  values.forEach((value) => addToMoments(moments, value));
  return moments;
};
const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('the events that values are made of', () => {
  it('are the failures and the successes of 0 and 1, each of size 1', () => {
    const control = momentsOf([1, 1, 1, 0]);
    const variant = momentsOf([1, 0, 1, 1, 1]);
    expect([eventCount(control, variant, 0), eventCount(control, variant, 1)]).toEqual([
      expect.closeTo(7, 9),
      expect.closeTo(2, 9),
    ]);
    expect(eventSize(control, variant, 0)).toBeCloseTo(1, 12);
  });

  it('are as many as there are units where all are alike, and none where nothing happened', () => {
    const same = momentsOf([0.25, 0.25, 0.25]);
    expect(eventCount(same, same, 0)).toBeCloseTo(6, 9);
    expect(eventSize(same, same, 1)).toBeCloseTo(0.75, 12);
    const none = momentsOf([0, 0]);
    expect([eventCount(none, none, 0), eventSize(none, none, 0)]).toEqual([0, 0]);
  });

  it('are never more than the units, whose sum of distances they make', () => {
    fc.assert(
      fc.property(scores, scores, fc.constantFrom(0, 1), (one, other, bound) => {
        const [control, variant] = [momentsOf(one), momentsOf(other)];
        const count = eventCount(control, variant, bound);
        const sum = [...one, ...other].reduce((total, value) => total + Math.abs(value - bound), 0);
        expect(count).toBeLessThanOrEqual((one.length + other.length) * (1 + 1e-9));
        expect(count * eventSize(control, variant, bound)).toBeCloseTo(count === 0 ? 0 : sum, 9);
      }),
    );
  });
});
