import { aReadOut, anExperiment, someResults } from '../../testing/experiments';
import { decidedBy } from './decided-by';

function decided(metricIndex: number, method: 'exact' | 'large-sample') {
  return anExperiment({
    status: 'stopped',
    endAt: '2026-03-05T09:00:00.000Z',
    decision: {
      decidedAt: '2026-03-05T08:00:00.000Z',
      record: {
        decision: { crossing: { metricIndex, variantIndex: 1, method, seq: 90, direction: -1 } },
        settings: { metrics: [{ name: 'user_actioned' }, { name: 'latency' }], harmAlpha: 0.01 },
        lastSeq: 120,
      },
    },
  });
}
const results = someResults([aReadOut(), aReadOut({}, { name: 'latency', role: 'guardrail' })]);

it.each([
  [0, 'large-sample', 'Decided by the large-sample test on user_actioned (p 0.081) at'],
  [0, 'exact', 'Decided by the exact test on user_actioned (p 0.200) at'],
  // Its p is of the guardrail's holding, and says nothing of an alarm.
  [1, 'exact', 'Decided by the harm alarm (exact test, p ≤ 0.010) on latency at'],
] as const)('says which test decided, and how surely', (metric, method, words) => {
  expect(decidedBy(decided(metric, method), results)).toContain(`${words} settled conversation 90 of 120;`);
});

it('says nothing of what no boundary decided', () => {
  expect(decidedBy(anExperiment({ status: 'completed', winner: 'shorter' }), results)).toBe('');
});
