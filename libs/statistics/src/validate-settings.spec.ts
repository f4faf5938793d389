import { initialState } from './initial-state';
import { exampleGuardrail, exampleMetric, exampleSettings } from './testing/example-settings';
import { validateSettings } from './validate-settings';

const problemsOf = (metric: ReturnType<typeof exampleMetric>) =>
  validateSettings(exampleSettings({ metrics: [metric] }));

describe('validateSettings', () => {
  it('accepts usable settings', () => {
    expect(validateSettings(exampleSettings({ metrics: [exampleMetric(), exampleGuardrail()] }))).toEqual([]);
  });

  it.each([
    [{ variants: [{ name: 'only', share: 0.5 }] }, 'two variants'],
    [{ alpha: 0 }, 'alpha'],
    [{ power: 1 }, 'power'],
    [{ horizonUnits: 10 }, 'horizonUnits'],
    [{ maximumRuntimeMs: 0 }, 'maximumRuntimeMs'],
    [{ minimumUnits: 1 }, 'minimumUnits'],
    [{ mixedLimit: 2 }, 'mixedLimit'],
    [{ harmAlpha: 0.5 }, 'harmAlpha'],
    [{ metrics: [] }, 'success metric'],
    [{ plannedUnits: NaN }, 'plannedUnits'],
  ] as const)('names what is wrong with %j', (changes, word) => {
    expect(validateSettings(exampleSettings(changes)).join('; ')).toContain(word);
  });

  it('names what is wrong with a metric', () => {
    expect(problemsOf(exampleMetric({ range: null }))[0]).toContain('range');
    expect(problemsOf(exampleMetric({ weight: 0.5 }))[0]).toContain('weights');
    expect(problemsOf(exampleMetric({ minimumDetectableEffect: 0 }))[0]).toContain(
      'minimum detectable effect',
    );
    const bare = exampleGuardrail({ margin: null, floor: 0 });
    const problems = validateSettings(exampleSettings({ metrics: [exampleMetric(), bare] }));
    expect(problems).toHaveLength(2);
  });

  it('refuses sizes that figures would overflow with', () => {
    const plain = exampleMetric({ kind: 'continuous', range: null });
    expect(problemsOf({ ...plain, cap: 1e80 })[0]).toContain('at most 1e+75');
    expect(problemsOf({ ...plain, floor: 0, cap: 1e-80 })[0]).toContain('too narrow');
    expect(problemsOf({ ...plain, floor: -1e75, cap: 1e75 })).toEqual([]);
  });

  it('is asked before a state is made', () => {
    expect(() => initialState(exampleSettings({ alpha: 3 }))).toThrow(/alpha must be/);
  });
});
