import { EMPTY_FORM, type ExperimentForm } from './experiment-form';
import { preLaunch, type Surroundings } from './pre-launch';

const READY: ExperimentForm = {
  ...EMPTY_FORM,
  prompt: 'energy',
  name: 'shorter',
  hypothesis: 'better',
  variants: EMPTY_FORM.variants.map((of, i) => ({ ...of, version: i + 1 })),
};
const PLAN = {
  minimumDetectableEffect: 0.03,
  units: 1_000,
  unitsByVariant: [500, 500],
  conversationsPerDayNeeded: 40,
  sizedBy: null,
  coarse: [],
  days: 10,
  expectedDays: 6,
  refusal: null,
};
const AROUND: Surroundings = {
  parity: [],
  waived: false,
  sameWords: false,
  plan: PLAN,
  unfit: [],
  running: null,
  maximumDays: 28,
  servedVersion: 1,
};
const states = (form: Partial<ExperimentForm>, around: Partial<Surroundings> = {}) =>
  Object.fromEntries(
    preLaunch({ ...READY, ...form }, { ...AROUND, ...around }).map(({ key, state }) => [key, state]),
  );

it('finds nothing wrong with a complete plan', () => {
  expect(new Set(Object.values(states({})))).toEqual(new Set(['ok']));
});

it.each<[string, Partial<ExperimentForm>, Partial<Surroundings>, string, string]>([
  ['no version', { variants: EMPTY_FORM.variants }, {}, 'versions', 'missing'],
  ['what no plan can be computed from', {}, { plan: null, unfit: ['Power'] }, 'decision', 'missing'],
  ['the same words', {}, { sameWords: true }, 'versions', 'warn'],
  ['broken parity', {}, { parity: ['differs'] }, 'parity', 'missing'],
  ['broken parity with a reason', {}, { parity: ['differs'], waived: true }, 'parity', 'warn'],
  [
    'shares that do not sum up',
    { variants: READY.variants.map((of) => ({ ...of, share: '40' })) },
    {},
    'shares',
    'missing',
  ],
  ['too much traffic', { traffic: '120' }, {}, 'shares', 'missing'],
  ['no name', { name: ' ' }, {}, 'goal', 'missing'],
  ['no hypothesis', { hypothesis: '' }, {}, 'goal', 'warn'],
  ['no guardrails', { guardrails: [] }, {}, 'guardrails', 'warn'],
  ['no plan yet', {}, { plan: null }, 'decision', 'wait'],
  [
    'no decision possible',
    {},
    { plan: { ...PLAN, refusal: { code: 'x', message: 'why' } } },
    'decision',
    'warn',
  ],
  ['a candidate that is served', {}, { servedVersion: 2 }, 'served', 'warn'],
  ['what is served and not compared', {}, { servedVersion: 3 }, 'served', 'warn'],
  ['an experiment on trial', {}, { running: 'other' }, 'free', 'missing'],
])('tells of %s', (_, form, around, key, state) => expect(states(form, around)[key]).toBe(state));
