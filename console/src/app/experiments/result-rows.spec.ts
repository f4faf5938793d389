import { aComparison, aReadOut, anExperiment, METRICS, someResults } from '../../testing/experiments';
import { leadingVariant } from './leading-variant';
import { furtherVariants, resultGroups } from './result-rows';
import { resultsCsv } from './results-csv';

const latency = aReadOut(
  { difference: 38, interval: [-12, 88], chanceToWin: 0.1, expectedLoss: { ship: 39, keep: 0.2 } },
  {
    name: 'latency',
    role: 'guardrail',
    variants: [
      {
        name: 'control',
        count: 1_204,
        mean: 840,
        displayMean: 840,
        standardDeviation: 1,
        missingShare: 0,
        chanceToBeBest: null,
      },
      {
        name: 'shorter',
        count: 1_187,
        mean: 878,
        displayMean: 878,
        standardDeviation: 1,
        missingShare: 0,
        chanceToBeBest: null,
      },
    ],
  },
);

it('writes figures with their units, the primary metric first and guardrails last', () => {
  const groups = resultGroups(anExperiment(), someResults([latency, aReadOut()]), METRICS);
  expect(groups.map(({ metric, about }) => `${metric}: ${about}`)).toEqual([
    'user_actioned: higher is better',
    'latency: lower is better; to win, it must be shown to be less than 250 ms worse; surely worse at all ends it',
  ]);
  const [control, shorter] = groups[0]?.rows ?? [];
  expect(control).toMatchObject({ count: '1,204', mean: '31.2 %' });
  expect(control?.comparison).toBeUndefined();
  expect(shorter?.comparison).toMatchObject({
    difference: '+4.1 pp [−0.4, +8.6]',
    p: '0.081',
    exactP: '0.200',
    chance: '94.0 %',
    result: { word: 'collecting' },
  });
  expect(groups[1]?.rows[1]?.comparison).toMatchObject({
    difference: '+38.0 ms [−12.0, +88.0]',
    loss: '39.0 ms',
  });
});

it('reads differences of logarithms as percent', () => {
  const ratio = {
    ...latency,
    role: 'success' as const,
    comparisons: [{ ...latency.comparisons[0]!, difference: 0.05, interval: [-0.01, 0.1] as const }],
    variants: latency.variants.map((of) => ({ ...of, mean: Math.log(of.mean ?? 1) })),
  };
  const [group] = resultGroups(anExperiment(), someResults([ratio]), METRICS);
  expect(group?.rows[1]?.comparison?.difference).toBe('+5.1 % [−1.0, +10.5]');
});

it('says what is shown and what is not', () => {
  const crossing = {
    seq: 1,
    method: 'exact',
    direction: 1,
    effect: 0,
    t: 1,
    statistic: 1,
    threshold: 1,
  } as const;
  const word = (readOut: ReturnType<typeof aReadOut>, status: 'running' | 'completed') =>
    resultGroups(anExperiment({ status }), someResults([readOut]), METRICS)[0]?.rows[1]?.comparison?.result
      .word;
  expect(word(aReadOut({ significant: crossing }), 'running')).toBe('better');
  expect(word(aReadOut({ significant: { ...crossing, direction: -1 } }), 'running')).toBe('worse');
  expect(word(aReadOut(), 'completed')).toBe('not shown');
  expect(
    word({ ...latency, comparisons: [{ ...latency.comparisons[0]!, nonInferior: crossing }] }, 'running'),
  ).toBe('holds');
  expect(word({ ...latency, comparisons: [{ ...latency.comparisons[0]!, harm: crossing }] }, 'running')).toBe(
    'harm',
  );
});

it('shows of a harm how surely its alarm rings, not how surely the guardrail holds', () => {
  const harm = {
    seq: 1,
    method: 'exact',
    direction: -1,
    effect: 1,
    t: 1,
    statistic: 1,
    threshold: 1,
  } as const;
  const harmed = { ...latency, comparisons: [aComparison({ harm, sequentialP: 1, anytimeP: 0.998 })] };
  const row = (decision: ReturnType<typeof anExperiment>['decision']) =>
    resultGroups(anExperiment({ decision }), someResults([harmed]), METRICS)[0]?.rows[1]?.comparison;
  const known = row({ record: { settings: { harmAlpha: 0.01 } } });
  expect(known).toMatchObject({ p: '≤ 0.010', exactP: '', pOf: 'harm alarm' });
  expect(row(null)).toMatchObject({ p: '–', exactP: '', pOf: 'harm alarm' });
  expect(resultGroups(anExperiment(), someResults([latency]), METRICS)[0]?.rows[1]?.comparison).toMatchObject(
    {
      p: '0.081',
      pOf: 'non-inferiority',
    },
  );
});

it('says why a difference has no interval', () => {
  const words = (interval: readonly [number, number] | null) =>
    resultGroups(anExperiment(), someResults([aReadOut({ interval })]), METRICS)[0]?.rows[1]?.comparison;
  expect(words(null)).toMatchObject({ difference: '+4.1 pp', noInterval: 'too few for an interval' });
  expect(words([-0.1, 0.1])?.noInterval).toBe('');
});

const FROZEN = {
  reason: 'horizon',
  units: 2_002,
  control: { count: 998, mean: 0.31, displayMean: 0.31 },
  variant: { count: 1_004, mean: 0.351, displayMean: 0.351 },
} as const;

it('says of which conversations a difference is that stays while n and means go on', () => {
  const [, shorter] =
    resultGroups(anExperiment(), someResults([aReadOut({ frozen: FROZEN })]), METRICS)[0]?.rows ?? [];
  expect(shorter?.comparison?.of).toEqual({
    words: 'of the first 2,002 conversations',
    why: 'The planned test ended there, at its planned size: the control had 998 with a mean of 31.0 %, this variant 1,004 with a mean of 35.1 %. Difference and interval stay as they were; n, mean, chance to win and loss go on.',
  });
  // Nothing came since: it is the difference of the means beside it.
  const same = {
    ...FROZEN,
    control: { ...FROZEN.control, count: 1_204 },
    variant: { ...FROZEN.variant, count: 1_187 },
  };
  const [, row] =
    resultGroups(anExperiment(), someResults([aReadOut({ frozen: same })]), METRICS)[0]?.rows ?? [];
  expect(row?.comparison?.of).toBeNull();
});

it('exports what a difference is of', () => {
  const at = (frozen: typeof FROZEN | null) => {
    const [head = [], control = [], shorter = []] = resultsCsv(
      anExperiment(),
      someResults([aReadOut({ frozen })]),
      METRICS,
    );
    const first = head.indexOf('test_ended_at');
    return [control, shorter].map((row) => row.slice(first));
  };
  expect(at(FROZEN)).toEqual([
    [null, null, null, null, null],
    [2_002, 1_004, 0.351, 998, 0.31],
  ]);
  expect(at(null)[1]).toEqual([null, 1_187, 0.353, 1_204, 0.312]);
});

it('exports full numbers', () => {
  const [head, control, shorter] = resultsCsv(anExperiment(), someResults([aReadOut()]), METRICS);
  expect(head?.length).toBe(shorter?.length);
  expect(control?.slice(0, 8)).toEqual([
    'user_actioned',
    'success',
    'share',
    'linear',
    'control',
    11,
    1_204,
    0.312,
  ]);
  expect(shorter?.slice(9, 12)).toEqual([0.041, -0.004, 0.086]);
});

describe('many variants', () => {
  const names = ['control', 'b', 'c', 'd', 'e', 'f', 'g'];
  const experiment = anExperiment({
    variants: names.map((name, i) => ({ name, version: i + 1, share: 1 / 7 })),
  });
  const chances = { b: 0.2, c: 0.9, d: 0.5, e: 0.6, f: 0.1, g: 0.3 };
  const worse = {
    method: 'exact',
    seq: 9,
    direction: -1,
    effect: -0.1,
    t: 1,
    statistic: 3,
    threshold: 2,
  } as const;
  const comparisons = Object.entries(chances).map(([variant, chanceToWin]) =>
    aComparison({
      variant,
      chanceToWin,
      significant: variant === 'f' ? worse : null,
    }),
  );
  const results = someResults([{ ...aReadOut(), comparisons }]);

  it('keep in sight whoever leads or has a result', () => {
    const groups = resultGroups(experiment, results, METRICS);
    expect([...furtherVariants(experiment, groups)].map((i) => names[i])).toEqual(['b', 'g']);
    expect(furtherVariants(anExperiment(), groups).size).toBe(0);
  });

  it('are led by the one that the page speaks of', () => {
    expect(leadingVariant(experiment, results)).toBe('c');
    expect(leadingVariant({ ...experiment, winner: 'g' }, results)).toBe('g');
    expect(leadingVariant(experiment, undefined)).toBe('b');
  });
});

it('does not write a rating more finely than anybody could act on', () => {
  const rating = { ...METRICS[0]!, kind: 'bounded' as const, minimum: 0, maximum: 1 };
  const [group] = resultGroups(
    anExperiment(),
    someResults([aReadOut({ expectedLoss: { ship: 1.9e-7, keep: 0.2 } })]),
    [rating],
  );
  expect(group?.rows[1]?.comparison?.loss).toBe('< 0.0010');
});
