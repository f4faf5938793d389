import { decidedEffect } from './decided-effect';

const compared = (variant: string, difference: number | null, interval: [number, number] | null) => ({
  variant,
  difference,
  interval,
});
const figures = (...comparisons: Array<ReturnType<typeof compared>>) => ({
  metrics: [
    { name: 'user_actioned', comparisons },
    { name: 'latency', comparisons: [compared('b', 9, [8, 10])] },
  ],
});

describe('decidedEffect', () => {
  const [b, c] = [compared('b', 0.02, null), compared('c', 0.04, [0.01, 0.07])];

  it('is the winner’s in the primary metric', () => {
    const effect = { metric: 'user_actioned', variant: 'c', difference: 0.04, low: 0.01, high: 0.07 };
    expect(decidedEffect(figures(b, c), 'c')).toEqual(effect);
  });

  it('is the first variant’s when none won, or the control did', () => {
    const effect = { metric: 'user_actioned', variant: 'b', difference: 0.02, low: null, high: null };
    expect(decidedEffect(figures(b, c), null)).toEqual(effect);
    expect(decidedEffect(figures(b, c), 'control')).toEqual(effect);
  });

  it.each([null, {}, figures(), figures(compared('b', null, null))])(
    'is nothing without figures: %j',
    (none) => expect(decidedEffect(none, null)).toBeNull(),
  );
});
