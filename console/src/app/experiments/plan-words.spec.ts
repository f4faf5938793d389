import type { RangedMetric } from './metric-scale';
import type { EffectPlan, PlanPreview } from './plan-curve';
import { basisWords, furtherWords, refusalWords, timeWords, unitsWords } from './plan-words';

const acted = {
  name: 'user_actioned',
  kind: 'binary',
  unit: '',
  direction: 'increase',
  minimum: 0,
  maximum: 1,
} as RangedMetric;
const latency = {
  name: 'latency',
  kind: 'continuous',
  unit: 'ms',
  minimum: 0,
  maximum: null,
} as RangedMetric;
const around = {
  metric: acted,
  metrics: new Map([acted, latency].map((metric) => [metric.name, metric])),
  maximumDays: 28,
  minimumUnits: '30',
  maximumUnits: '2000',
  locale: 'en',
};
const plan: EffectPlan = {
  minimumDetectableEffect: 0.05,
  units: 3_886,
  unitsByVariant: [1_943, 1_943],
  conversationsPerDayNeeded: 143.94,
  days: 15.2,
  expectedDays: 9.7,
  sizedBy: { metric: 'user_actioned', asked: 0.05, reachable: 0.03671 },
  coarse: [],
  refusal: null,
};
const answer: PlanPreview = {
  conversations: 2_781,
  days: 10.04,
  conversationsPerDay: 277.1,
  baselines: [{ metric: 'user_actioned', conversations: 2_402, mean: 0.31, standardDeviation: 0.46 }],
  basis: 'measured',
  unsized: [],
  plans: [plan],
};
const nothing: PlanPreview = {
  ...answer,
  conversations: 0,
  days: 0,
  conversationsPerDay: 0,
  baselines: [],
  basis: 'widest',
};
const refused = (code: string) => ({ ...plan, refusal: { code, message: '' } });

it('says what a plan was made from', () => {
  expect(basisWords(answer, around)).toBe(
    'From the prompt’s own traffic: 2,780 conversations in the last 10 days, 277 a day, 2,400 of them with user_actioned.',
  );
  expect(basisWords(nothing, around)).toBe(
    'Fewer than 50 conversations had user_actioned in the last 28 days, so this takes a rate of 50 %, at which it varies most. Fewer conversations may do.',
  );
  expect(basisWords({ ...nothing, basis: 'expected' }, around)).toMatch(
    /^From what you expect: fewer than 50/,
  );
  expect(basisWords({ ...nothing, basis: 'unknown' }, { ...around, metric: latency })).toMatch(
    /no bounds, so nobody can say/,
  );
});

it('says how many conversations a difference takes, and how long', () => {
  expect(unitsWords(plan, ['A', 'B'], 'en')).toBe('3,880 conversations: 1,940 of each variant');
  expect(unitsWords({ ...plan, unitsByVariant: [3_000, 886] }, ['A', 'B'], 'en')).toBe(
    '3,886 conversations: 3,000 of A, 886 of B',
  );
  expect(timeWords(plan, answer, 'en')).toBe(
    '≈ 15 days at 277 conversations a day, ≈ 9.7 on average if it is there',
  );
  expect(timeWords({ ...plan, days: null }, answer)).toBe('');
});

it.each([
  ['no_traffic', nothing, /no traffic yet.*within 28 days it needs 144 conversations a day\.$/],
  [
    'horizon_unreachable',
    answer,
    /^That takes 15 days at 277 conversations a day\. Within 28 days it finds 3\.68 pp\.$/,
  ],
  ['horizon_unreachable', { ...answer, basis: 'widest' as const }, /^That takes up to 15 days/],
  ['minimum_units_unreachable', answer, /fewer than the 30 conversations below which nothing is decided/],
  [
    'maximum_units_too_few',
    answer,
    /^You allow 2,000 conversations at most\. With these it finds 3\.68 pp\.$/,
  ],
  ['effect_impossible', answer, /^There is no room for 5 pp: user_actioned cannot get that much higher/],
])('says what is in the way, and what would do: %s', (code, of, words) => {
  expect(refusalWords(refused(code), of, around)).toMatch(words);
});

it('counts one as one, and short times in hours and minutes', () => {
  const slow = { ...answer, conversations: 1, days: 0.4, conversationsPerDay: 1 };
  expect(basisWords({ ...slow, basis: 'expected', baselines: [] }, around)).toMatch(
    /Traffic: 1 conversation in the last day\.$/,
  );
  expect(basisWords({ ...answer, days: 1.02 }, around)).toMatch(/conversations in the last day, 2,400/);
  expect(timeWords({ ...plan, days: 0.2, expectedDays: 0.01 }, slow, 'en')).toBe(
    '≈ 4.8 hours at 1 conversation a day, ≈ 14 minutes on average if it is there',
  );
  const short = { ...around, maximumDays: 1 / 1_440, minimumUnits: '0', maximumUnits: '1' };
  expect(refusalWords(refused('minimum_units_unreachable'), answer, short)).toMatch(
    /^Within 1 minute the smallest variant gets fewer than the 2 conversations below/,
  );
  expect(refusalWords(refused('maximum_units_too_few'), answer, short)).toMatch(
    /^You allow 1 conversation at most/,
  );
});

it('keeps a metric’s name as it is, and signs as they are written', () => {
  expect(basisWords({ ...nothing, baselines: answer.baselines }, around)).toMatch(
    /^In the last 28 days user_actioned did not vary, so this takes/,
  );
  const ranged = { ...latency, kind: 'bounded', minimum: -2_000, maximum: 2_000 } as RangedMetric;
  expect(basisWords(nothing, { ...around, metric: ranged })).toContain(
    'values from −2,000 to 2,000 can have',
  );
});

it('says when it is a further metric that takes so long', () => {
  const sizedBy = { metric: 'latency', asked: 20, reachable: 41.21 };
  expect(refusalWords({ ...refused('horizon_unreachable'), sizedBy }, answer, around)).toBe(
    'That takes 15 days at 277 conversations a day, most of them for latency. Within 28 days it tells 41.3 ms of latency, not 20.0 ms.',
  );
});

it('says nothing where nothing is in the way, and what is missing only once', () => {
  expect(refusalWords(plan, answer, around)).toBeNull();
  expect(refusalWords(refused('spread_unknown'), answer, around)).toBeNull();
});

it('says what of further metrics it does not wait for', () => {
  const coarse = { ...plan, coarse: [{ metric: 'latency', asked: 5, shown: 41.26 }] };
  const metrics = new Map([['latency', latency]]);
  expect(furtherWords({ ...answer, unsized: ['error'] }, coarse, metrics, 'en')).toEqual([
    'latency: to show 5.00 ms takes more conversations than this plan has; with them it is 41.3 ms.',
    'error is not measured yet, so the plan leaves out how long it takes.',
  ]);
  expect(furtherWords(answer, plan, metrics)).toEqual([]);
});
