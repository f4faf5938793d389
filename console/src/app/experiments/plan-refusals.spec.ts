import { EMPTY_FORM, type ExperimentForm } from './experiment-form';
import type { RangedMetric } from './metric-scale';
import { refusedFields, unreadFields } from './plan-refusals';

const metric = (name: string, more: Partial<RangedMetric> = {}): RangedMetric => ({
  name,
  description: '',
  kind: 'bounded',
  direction: 'increase',
  unit: '',
  scale: 'linear',
  margin: null,
  source: 'outcome',
  minimum: 0,
  maximum: 1,
  missingValue: null,
  ...more,
});
const metrics = new Map(
  [
    metric('insight_quality'),
    metric('latency', { kind: 'continuous', unit: 'ms', maximum: null }),
    metric('error', { kind: 'binary' }),
  ].map((of) => [of.name, of]),
);
const unread = (more: Partial<ExperimentForm>) =>
  unreadFields({ ...EMPTY_FORM, ...more }, metrics).map(({ field, message }) => `${field} ${message}`);

it('asks for no plan by what is no number, or more than a metric can change', () => {
  // A name and versions are missing, which a plan does not rest on.
  expect(unread({})).toEqual([]);
  expect(unread({ window: { amount: '-5', unit: 'days' }, alpha: 'few', name: '' })).toEqual([
    'plan.alpha must be a number',
    'plan.windowMinutes must be 0 or more',
  ]);
  expect(unread({ guardrails: [{ metric: 'latency', margin: '?' }] })).toEqual([
    'plan.guardrails[0].margin must be a number',
  ]);
  expect(unread({ effect: '1000000000' })).toEqual([
    'plan.minimumDetectableEffect must be at most 1, all that insight_quality can change',
  ]);
});

it.each([
  ['maximumRuntimeMinutes', 'must not be less than 1', 'plan.maximumRuntimeMinutes', 'less than 1 minute'],
  ['alpha', 'must not be greater than 0.1', 'plan.alpha', 'must not be greater than 10 %'],
  ['guardrails[0].margin', 'must not be less than 0', 'plan.guardrails[0].margin', 'less than 0'],
  ['guardrails[1].margin', 'must not be greater than 1', 'plan.guardrails[1].margin', 'than 100 pp'],
  ['minimumUnits', 'must not be greater than 1000000', 'plan.minimumUnits', 'than 1,000,000'],
  [
    'minimumDetectableEffects',
    'each value in minimumDetectableEffects must not be greater than 1000000000',
    'plan.minimumDetectableEffect',
    /^must not be greater than 1,000,000,000$/,
  ],
  ['prompt', 'must be longer than it is', 'prompt', 'must be longer than it is'],
])('writes what the server says of %s as the form does', (field, message, name, words) => {
  const [found] = refusedFields([{ field, message }], EMPTY_FORM, metrics);
  expect(found?.field).toBe(name);
  expect(found?.message).toMatch(words);
});
