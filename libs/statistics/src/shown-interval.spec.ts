import { advance } from './advance';
import { compileSettings } from './compile-settings';
import { initialState } from './initial-state';
import { readOut } from './read-out';
import { shownInterval } from './shown-interval';
import { type ComparisonState, type Crossing } from './statistics-state';
import { exampleGuardrail, exampleMetric, exampleSettings } from './testing/example-settings';
import { uniforms } from './testing/random';
import { unitOf } from './testing/units';

const settings = exampleSettings({
  metrics: [
    exampleMetric({ weight: 0.5 }),
    exampleMetric({ name: 'falls', direction: 'decrease', weight: 0.5 }),
    {
      ...exampleGuardrail(),
      kind: 'binary',
      direction: 'decrease',
      scale: 'linear',
      floor: null,
      cap: null,
      margin: 0.1,
    },
  ],
});
const [rises, falls, guardrail] = compileSettings(settings).metrics;
const seen = (direction: 1 | -1, method: 'exact' | 'large-sample' = 'exact') =>
  ({ direction, method }) as Crossing;
const state = (found: Partial<ComparisonState>) =>
  ({ exact: null, exactReversal: null, nonInferior: null, harm: null, ...found }) as ComparisonState;

describe('shownInterval', () => {
  it.each([
    ['better, where more is', { exact: seen(1) }, rises, [0, 0.3]],
    ['worse, where more is better', { exact: seen(-1) }, rises, [-0.2, 0]],
    ['better, where less is', { exact: seen(1) }, falls, [-0.2, 0]],
    ['not worse than the margin', { nonInferior: seen(1) }, guardrail, [-0.2, 0.1]],
    ['harm', { harm: seen(-1) }, guardrail, [0, 0.3]],
  ] as const)('is cut where the exact test has decided: %s', (_, found, metric, interval) => {
    expect(shownInterval([-0.2, 0.3], state(found), metric!)).toEqual({
      interval,
      intervalMethod: 'combined',
    });
  });

  it('is that of the exact decision alone while it is too early for the other test', () => {
    const answer = shownInterval(null, state({ exact: seen(1) }), rises!);
    expect(answer).toEqual({ interval: [0, 1], intervalMethod: 'exact' });
  });

  it('stays where nothing exact was decided, nothing is to cut, or the tests contradict each other', () => {
    for (const [interval, found] of [
      [[-0.2, 0.3], {}],
      [[-0.2, 0.3], { exact: seen(1), exactReversal: seen(-1) }],
      [[0.1, 0.3], { exact: seen(1) }],
      [[-0.3, -0.1], { exact: seen(1) }],
      [[-0.2, 0.3], { nonInferior: seen(1, 'large-sample') }],
    ] as const) {
      const answer = shownInterval(interval, state(found), rises!);
      expect(answer).toEqual({ interval, intervalMethod: 'large-sample' });
    }
    expect(shownInterval(null, state({}), rises!)).toEqual({ interval: null, intervalMethod: null });
  });

  it('never contradicts an exact decision of a whole experiment', () => {
    const own = exampleSettings({ mode: 'anytime', futility: false });
    let cut = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const uniform = uniforms(seed);
      const whole = initialState(own);
      for (let i = 0; i < 900; i++) {
        const variant = uniform() < 0.5 ? 0 : 1;
        // The effect ends: what was shown stays shown.
        const values = [
          0.5 * uniform() + (i < 250 ? 0.1 * variant : 0),
          ...own.metrics.slice(1).map(() => 500),
        ];
        advance(whole, own, unitOf(variant, values, i));
        const { exact, exactReversal } = whole.metrics[0]!.comparisons[0]!;
        if (exact === null || exactReversal !== null || i % 25) continue;
        const { interval, intervalMethod } = readOut(whole, own, { best: false }).metrics[0]!.comparisons[0]!;
        if (intervalMethod === 'combined') cut++;
        expect(interval![0]).toBeGreaterThanOrEqual(0);
      }
    }
    expect(cut).toBeGreaterThan(10);
  });
});
