import { anExperiment, METRICS } from '../../testing/experiments';
import { guardrailWords, testWords } from './plan-facts';

it('promises no exact test of a metric without bounds', () => {
  const [share, latency] = METRICS;
  expect(testWords('hybrid', share)).toBe('planned and exact, side by side');
  expect(testWords('hybrid', latency)).toMatch(/^planned boundary \(large-sample\);.*bounds$/);
  expect(testWords('anytime', latency)).toMatch(/^large-sample at any time;/);
});

it('tells guardrails with how much worse they may get', () => {
  const { plan } = anExperiment();
  const guardrails = [
    { metric: 'latency', margin: 100 },
    { metric: 'user_actioned', margin: null },
  ];
  expect(guardrailWords(anExperiment({ plan: { ...plan, guardrails } }), METRICS)).toBe(
    'latency less than 100 ms worse; user_actioned less than 2.0 pp worse',
  );
});
