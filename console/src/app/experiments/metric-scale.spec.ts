import { inputScale, type RangedMetric, sizeWords, typed, untyped, usualEffect } from './metric-scale';

const actioned = { kind: 'binary', unit: '' } as const;
const error = { kind: 'bounded', unit: '', source: 'trace' } as const;
const quality = { kind: 'bounded', unit: '', source: 'composite' } as const;
const latency = { kind: 'continuous', unit: 'ms' } as const;

it('types differences of shares in percentage points, all others in the unit of the metric', () => {
  expect([actioned, error, quality, latency].map(inputScale)).toEqual([
    { factor: 100, unit: 'pp' },
    { factor: 100, unit: 'pp' },
    { factor: 1, unit: '' },
    { factor: 1, unit: 'ms' },
  ]);
});

it('reads what it wrote, without the noise of floating point', () => {
  for (const value of [0.07, 0.29, 0.003, 250])
    expect(untyped(Number(typed(value, inputScale(actioned))), inputScale(actioned))).toBe(value);
  expect(typed(0.07, inputScale(actioned))).toBe('7');
});

it('says sizes with their unit', () => {
  expect([sizeWords(0.03, actioned), sizeWords(0.03, quality), sizeWords(250, latency)]).toEqual([
    '3 pp',
    '0.03',
    '250 ms',
  ]);
});

it('offers what the metric tolerates, or a twentieth of its range', () => {
  const metric = { minimum: 0, maximum: 1, margin: null } as RangedMetric;
  expect(usualEffect({ ...metric, margin: 0.02 })).toBe(0.02);
  expect(usualEffect(metric)).toBe(0.05);
  expect(usualEffect({ ...metric, maximum: null })).toBeNull();
});
