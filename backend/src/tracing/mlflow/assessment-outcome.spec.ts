import type { Metric } from '../../experiments/metric.entity';
import { recordedMetrics, toOutcome } from './assessment-outcome';
import type { MlflowAssessment } from './mlflow-records';
import { mlflowAssessmentId } from './mlflow-trace-wire';

const metric = (more: Partial<Metric>): Metric =>
  ({ name: 'm', kind: 'bounded', minimum: 0, maximum: 1, source: 'outcome', ...more }) as Metric;
const METRICS = recordedMetrics([
  metric({ name: 'architect_satisfaction' }),
  metric({ name: 'user_actioned', kind: 'binary' }),
  metric({ name: 'team.effort', kind: 'continuous', minimum: null, maximum: null }),
  metric({ name: 'team_effort' }),
  metric({ name: 'latency', kind: 'continuous', source: 'trace' }),
]);
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CREATED = new Date('2026-03-01T12:00:00Z');
const assessed = (more: Partial<MlflowAssessment>): MlflowAssessment => ({
  id: 'a-1',
  name: 'architect_satisfaction',
  value: 0.5,
  sourceType: 'HUMAN',
  sourceId: 'ada',
  createdAt: CREATED,
  updatedAt: CREATED,
  metadata: {},
  valid: true,
  overrides: null,
  ...more,
});
const read = (more: Partial<MlflowAssessment>, others: readonly MlflowAssessment[] = []) => {
  const assessment = assessed(more);
  return toOutcome(assessment, [...others, assessment], TRACE, METRICS);
};

describe('an assessment made in MLflow', () => {
  it('becomes an outcome of its trace, always the same', () => {
    expect(read({})).toEqual({
      id: 'mlflow:a-1',
      traceId: TRACE,
      conversationId: null,
      experimentId: null,
      metric: 'architect_satisfaction',
      value: 0.5,
      occurredAt: CREATED.getTime(),
    });
  });

  it('may say yes and no', () => {
    expect(read({ name: 'user_actioned', value: true })).toMatchObject({ value: 1 });
    expect(read({ name: 'user_actioned', value: false })).toMatchObject({ value: 0 });
  });

  it('is of the metric of exactly that name', () => {
    expect(read({ name: 'team.effort', value: -7 })).toMatchObject({ metric: 'team.effort', value: -7 });
    expect(read({ name: 'team_effort', value: 0.5 })).toMatchObject({ metric: 'team_effort' });
  });

  it('is the same outcome as what it overrides, also when that is gone', () => {
    const first = assessed({ valid: false });
    const second = assessed({ id: 'a-2', valid: false, overrides: 'a-1' });
    const third = { id: 'a-3', value: 0.9, overrides: 'a-2' };
    expect(read(third, [first, second])).toMatchObject({ id: 'mlflow:a-1', value: 0.9 });
    expect(read(third, [second])).toMatchObject({ id: 'mlflow:a-1', value: 0.9 });
    expect(read({ id: 'a-2', overrides: 'a-3' }, [assessed(third)])).toMatchObject({ value: 0.5 });
  });

  it('is none when it overrides what we wrote, which counts already', () => {
    const ours = assessed({
      id: mlflowAssessmentId('o-1'),
      metadata: { idempotency_key: 'o-1' },
      valid: false,
    });
    expect(read({ id: 'a-2', overrides: ours.id }, [ours])).toBe('ignored');
  });

  it.each([
    ['was overridden', { valid: false }],
    ['names no metric', { name: 'mood' }],
    ['names one that traces measure', { name: 'latency', value: 3 }],
    ['is our own', { id: mlflowAssessmentId('o-1'), metadata: { idempotency_key: 'o-1' } }],
  ])('is none of ours when it %s', (_, more) => {
    expect(read(more)).toBe('ignored');
  });

  it.each([
    ['a text', { value: '0.5' }],
    ['nothing', { value: null }],
    ['out of range', { value: 1.01 }],
    ['half a yes', { name: 'user_actioned', value: 0.5 }],
    ['without a time', { createdAt: new Date(NaN) }],
  ])('is left out when it is %s', (_, more) => {
    expect(read(more)).toBe('skipped');
  });
});
