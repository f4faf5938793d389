import { decidedEffect, type DecidedBy } from './decided-effect';

const compared = (variant: string, difference: number | null, interval: [number, number] | null) => ({
  variant,
  difference,
  interval,
});
const figures = (...comparisons: Array<ReturnType<typeof compared>>) => ({
  metrics: [
    { name: 'user_actioned', role: 'success' as const, comparisons },
    {
      name: 'latency',
      role: 'guardrail' as const,
      comparisons: [compared('b', 9, [8, 10]), compared('c', 1, null)],
    },
  ],
});
const decided = (crossing: DecidedBy['crossing']): DecidedBy => ({
  crossing,
  metrics: [
    { name: 'user_actioned', scale: 'log' },
    { name: 'latency', scale: 'linear' },
  ],
  variants: [{ name: 'control' }, { name: 'b' }, { name: 'c' }],
});

describe('decidedEffect', () => {
  const [b, c] = [compared('b', 0.02, null), compared('c', 0.04, [0.01, 0.07])];
  const primary = { metric: 'user_actioned', role: 'success', scale: 'log' };

  it('is the winner’s', () => {
    const effect = { ...primary, variant: 'c', difference: 0.04, low: 0.01, high: 0.07 };
    expect(decidedEffect(figures(b, c), 'c', decided({ metricIndex: 0, variantIndex: 1 }))).toEqual(effect);
  });

  it('is in the metric that decided, not in the primary one', () => {
    expect(decidedEffect(figures(b, c), null, decided({ metricIndex: 1, variantIndex: 2 }))).toEqual({
      metric: 'latency',
      role: 'guardrail',
      scale: 'linear',
      variant: 'c',
      difference: 1,
      low: null,
      high: null,
    });
  });

  it('is the first variant’s in the primary metric when none decided, or a person chose the control', () => {
    const effect = { ...primary, variant: 'b', difference: 0.02, low: null, high: null };
    expect(decidedEffect(figures(b, c), null, decided(null))).toEqual(effect);
    expect(decidedEffect(figures(b, c), 'control', decided(null))).toEqual(effect);
  });

  it.each([null, {}, figures(), figures(compared('b', null, null))])(
    'is nothing without figures: %j',
    (none) => expect(decidedEffect(none, null, decided(null))).toBeNull(),
  );
});
