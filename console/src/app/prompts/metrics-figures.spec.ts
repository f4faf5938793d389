import { meanWords, outcomeFigures, rowOf, type VersionMetrics, versionsToCompare } from './metrics-figures';

const used = (
  version: number | null,
  uses: number,
  change: Partial<VersionMetrics> = {},
): VersionMetrics => ({
  version,
  uses,
  conversations: uses,
  errors: 0,
  unfinished: 0,
  flagged: 0,
  latencyMedianMs: null,
  latencyP95Ms: null,
  inputTokensMean: null,
  outputTokensMean: null,
  costSum: null,
  costMean: null,
  firstUsedAt: null,
  lastUsedAt: null,
  outcomes: [],
  ...change,
});
const mean = { metric: 'user_actioned', n: 200, few: false, mean: 0.642, low: 0.58, high: 0.704 };

describe('figures of versions', () => {
  it('finds the metrics that any version has, and writes each as it is measured', () => {
    const versions = [
      used(3, 1),
      used(2, 5, { outcomes: [mean, { ...mean, metric: 'odd', n: 1, few: true, low: null, high: null }] }),
    ];
    const figures = outcomeFigures(versions, [
      { name: 'user_actioned', kind: 'binary', unit: '', direction: 'increase' },
    ]);
    expect(figures.map(({ key, quantity }) => [key, quantity.kind])).toEqual([
      ['odd', 'plain'],
      ['user_actioned', 'share'],
    ]);
    expect(versions.map((version) => figures[1]?.read(version))).toEqual([
      { value: null, low: null, high: null },
      { value: 0.642, low: 0.58, high: 0.704 },
    ]);
  });

  it('writes a mean with its interval, and without one when there is none', () => {
    expect(meanWords(mean, { kind: 'share' }, 'en')).toEqual({
      mean: '64.2 %',
      interval: '[58.0, 70.4]',
      n: '200',
    });
    expect(meanWords({ ...mean, low: null, high: null }, { kind: 'share' }, 'en').interval).toBe('');
    expect(meanWords({ ...mean, n: 3, few: true }, { kind: 'share' }, 'en').n).toBe('3, few');
  });

  it('tells zero from nothing known', () => {
    const row = rowOf(used(1, 4, { latencyMedianMs: 0, inputTokensMean: 10.4 }));
    expect([row.errors, row.latency, row.latencyP95, row.tokens]).toEqual(['0 %', '0 ms', '–', '10 → –']);
    expect(rowOf(used(1, 0)).errors).toBe('–');
  });

  it('begins a comparison with what runs, the newest and the most used', () => {
    const versions = [used(9, 1), used(8, 50), used(7, 400), used(4, 3), used(null, 900)];
    expect(versionsToCompare(versions, 4, 3)).toEqual([4, 7, 9]);
    expect(versionsToCompare([], 4, 3)).toEqual([]);
  });
});
