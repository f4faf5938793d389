import { anExperiment, METRICS } from '../../testing/experiments';
import { draftPlanRequest, draftWarnings } from './draft-plan';

const experiment = anExperiment({ status: 'draft' });
const plan = {
  minimumDetectableEffect: 0.12,
  units: 780,
  unitsByVariant: [390, 390],
  conversationsPerDayNeeded: 28,
  days: 1.1,
  expectedDays: 0.7,
  sizedBy: { metric: 'user_actioned', asked: 0.12, reachable: 0.237 },
  coarse: [],
  refusal: null,
};
const answer = {
  conversations: 700,
  days: 0.02,
  conversationsPerDay: 700,
  baselines: [],
  basis: 'measured' as const,
  unsized: [],
  plans: [plan],
};

it('asks for the plan of a draft as it is', () => {
  const { primaryMetric, maximumRuntimeMinutes, minimumDetectableEffect } = experiment.plan;
  expect(draftPlanRequest(experiment)).toMatchObject({
    prompt: experiment.promptId,
    primaryMetric,
    maximumRuntimeMinutes,
    minimumDetectableEffects: [minimumDetectableEffect],
    shares: experiment.variants.map(({ share }) => share),
  });
});

it('says before a start what the plan has no room for', () => {
  expect(draftWarnings(experiment, answer, METRICS)).toEqual([]);
  const refusal = { code: 'horizon_unreachable', message: '' };
  const [warning] = draftWarnings(experiment, { ...answer, plans: [{ ...plan, refusal }] }, METRICS);
  expect(warning).toContain('on user_actioned it needs up to 780 conversations: 390 of each variant.');
  expect(warning).toContain('finds 23.7 pp');
});
