import { metricBody, type MetricEntry, metricProblems } from './metric-form';
import { marginWords, rangeWords } from './metric-words';

describe('the words of a metric', () => {
  it.each([
    ['binary', 0, 1, '', '0 or 1'],
    ['bounded', 0, 5, 'stars', '0 to 5 stars'],
    ['continuous', 0, null, 'ms', '0 ms or more'],
    ['continuous', null, 10, '', 'up to 10'],
    ['continuous', null, null, 's', 'any'],
  ] as const)('range of a %s one from %s to %s', (kind, minimum, maximum, unit, words) =>
    expect(rangeWords({ kind, minimum, maximum, unit }, 'en')).toBe(words),
  );

  it('say a margin in the unit of differences', () => {
    expect(marginWords({ kind: 'binary', margin: 0.02, unit: '' }, 'en')).toBe('2 pp');
    expect(marginWords({ kind: 'continuous', margin: 1250, unit: 'ms' }, 'en')).toBe('1,250 ms');
    expect(marginWords({ kind: 'bounded', margin: null, unit: '' })).toBe('set by the plan');
  });
});

describe('the form of a metric', () => {
  const entry: MetricEntry = {
    name: 'time_to_action',
    description: '',
    kind: 'continuous',
    direction: 'decrease',
    unit: 's',
    scale: 'log',
    minimum: '0',
    maximum: '',
    margin: '60',
    missingValue: '',
  };

  it('sends numbers as numbers, and nothing for what is empty', () => {
    expect(metricProblems(entry)).toEqual([]);
    expect(metricBody(entry)).toEqual({
      name: 'time_to_action',
      kind: 'continuous',
      direction: 'decrease',
      unit: 's',
      scale: 'log',
      minimum: 0,
      margin: 60,
    });
  });

  it('leaves the range and the scale of a binary metric to the server', () => {
    expect(metricBody({ ...entry, kind: 'binary', margin: '', maximum: '7' })).toEqual({
      name: 'time_to_action',
      kind: 'binary',
      direction: 'decrease',
      unit: 's',
    });
  });

  it('names the fields that cannot be sent', () => {
    const wrong = metricProblems({ ...entry, name: 'Time', margin: 'a lot' });
    expect(wrong.map(({ field }) => field)).toEqual(['name', 'margin']);
  });
});
