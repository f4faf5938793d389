import { attentionOf } from './attention';
import type { EvaluationReason } from './evaluation-verdict';

const NOW = new Date('2026-02-03T09:30:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const because = (code: EvaluationReason['code'], blocks = true): EvaluationReason => ({
  code,
  blocks,
  message: '',
  metric: null,
  variant: null,
  numbers: {},
});
const seen = (verdict: string | null, ...reasons: EvaluationReason[]) => ({
  verdict,
  reasons,
  decisive: false,
  evaluatedAt: minutesAgo(3),
  startAt: minutesAgo(5_000),
});
const attention = (experiment: Parameters<typeof attentionOf>[0]) => attentionOf(experiment, minutesAgo(60));

describe('whether an experiment needs a person', () => {
  it('is no while it collects', () => {
    expect(attention(seen('running', because('collecting', false)))).toBe('running');
    expect(attention(seen('running', because('sample_ratio_warning', false)))).toBe('running');
    expect(attention({ ...seen(null), decisive: null, evaluatedAt: null, startAt: minutesAgo(2) })).toBe(
      'running',
    );
  });

  it.each(['minimum_runtime', 'minimum_units', 'hold_time', 'guardrail_open', 'no_longer_better'] as const)(
    'is no for what passes by itself: %s',
    (code) => {
      expect(attention(seen('waiting', because('significantly_better', false), because(code)))).toBe(
        'running',
      );
    },
  );

  it.each(['approval', 'paused'] as const)('is "ready" when only a word is missing: %s', (code) => {
    expect(attention(seen('waiting', because('significantly_better', false), because(code)))).toBe('ready');
    expect(attention(seen('waiting', because('hold_time'), because(code)))).toBe('ready');
  });

  it('is "ready" when it was decided and nobody has ended it yet', () => {
    expect(attention({ ...seen('success'), decisive: true })).toBe('ready');
  });

  it('is "blocked" by what somebody must decide', () => {
    expect(attention(seen('waiting', because('guardrail_undecidable')))).toBe('blocked');
    expect(attention(seen('waiting', because('minimum_runtime'), because('guardrail_undecidable')))).toBe(
      'blocked',
    );
  });

  it.each([
    'sample_ratio_assignment',
    'sample_ratio_settlement',
    'mixed_exposure',
    'missing_outcomes_differ',
  ] as const)('is "unhealthy" when the data cannot be trusted: %s', (code) => {
    expect(attention(seen('waiting', because(code), because('approval')))).toBe('unhealthy');
  });

  it('is "unhealthy" with a sample ratio that does not fit', () => {
    expect(attention(seen('invalid_srm'))).toBe('unhealthy');
  });

  it('is "unhealthy" when nobody has looked for too long', () => {
    const forgotten = { ...seen('running'), evaluatedAt: minutesAgo(61) };
    expect(attention(forgotten)).toBe('unhealthy');
    expect(attention({ ...forgotten, evaluatedAt: minutesAgo(59) })).toBe('running');
    expect(attention({ ...seen(null), evaluatedAt: null, startAt: minutesAgo(61) })).toBe('unhealthy');
    expect(attentionOf(forgotten, null)).toBe('running');
  });
});
