import { awaitedAnswers, funnelSign, resolvedMeaning } from './funnel-signs';
import type { Funnel } from './results-api';

/** Of control and b: how often answered, how many exposed. */
function funnel(answered: [number, number], met: [number, number], flaggedTraces = {}): Funnel {
  const exposed = met[0] + met[1];
  return {
    resolved: answered[0] + answered[1],
    exposed,
    settled: exposed,
    counted: exposed,
    variants: ['control', 'b'].map((name, i) => ({
      name,
      resolved: answered[i] ?? 0,
      exposed: met[i] ?? 0,
    })),
    leftOut: { mixed: 0, late: 0, other: 0 },
    flaggedTraces,
  };
}

describe('funnelSign', () => {
  it('has nothing to say of answers that are followed by traces, nor of the first ones', () => {
    expect(funnelSign(funnel([0, 0], [0, 0]))).toBeNull();
    expect(funnelSign(funnel([10, 9], [0, 0]))).toBeNull();
    expect(funnelSign(funnel([1_000, 1_050], [480, 490]))).toBeNull();
    expect(funnelSign(funnel([480, 460], [490, 500]))).toBeNull();
    expect(funnelSign(funnel([0, 0], [480, 490]))).toBeNull();
  });

  it.each<[string, string, Funnel]>([
    ['warning', 'no trace has arrived', funnel([10, 10], [0, 0])],
    ['warning', 'answers of b led to a trace', funnel([500, 20], [480, 0])],
    ['warning', 'answers of b led to a trace', funnel([82, 80], [82, 17])],
    ['info', 'About 100 answers', funnel([1_000, 1_000], [10, 10])],
    ['info', 'Fewer answers', funnel([100, 0], [480, 490])],
  ])('is a %s: %s', (tone, text, of) => {
    expect(funnelSign(of)).toMatchObject({ tone, text: expect.stringContaining(text) as string });
  });

  it('leaves traces that do not count to what is said of their flags', () => {
    expect(funnelSign(funnel([100, 100], [0, 0], { hash_mismatch: 200 }))).toBeNull();
  });
});

describe('resolvedMeaning', () => {
  it('tells nobody asked from nobody reported', () => {
    expect(resolvedMeaning(funnel([0, 0], [0, 0]))).toContain('no agent has asked');
    expect(resolvedMeaning(funnel([0, 0], [4, 5]))).toContain('none reported');
    expect(resolvedMeaning(funnel([8, 9], [4, 5]))).toContain('answers that named a variant');
  });

  it('says why there are fewer answers than conversations while some may be under way', () => {
    const fewer = funnel([236, 237], [240, 241]);
    expect(resolvedMeaning(fewer, 100)).toContain('up to half a minute later');
    expect(resolvedMeaning(fewer, 0)).toContain('may ask several times');
  });
});

describe('answers that may still be on their way', () => {
  const now = new Date('2026-03-05T09:00:00.000Z');

  it('are what agents report with their delay, and none long after the last conversation', () => {
    expect(awaitedAnswers({ closedAt: null, perDay: null }, now)).toBe(Infinity);
    expect(awaitedAnswers({ closedAt: null, perDay: 14_400 }, now)).toBe(100);
    expect(awaitedAnswers({ closedAt: '2026-03-05T08:59:00.000Z', perDay: 14_400 }, now)).toBe(100);
    expect(awaitedAnswers({ closedAt: '2026-03-05T08:57:00.000Z', perDay: 14_400 }, now)).toBe(0);
  });

  it('are no reason to blame agents', () => {
    const few = funnel([130, 129], [154, 153]);
    expect(funnelSign(few, 100)?.text).toContain('up to half a minute later');
    expect(funnelSign(few, 0)?.text).toContain('some agents do not report theirs');
    expect(resolvedMeaning(funnel([0, 0], [4, 5]), 100)).toContain('none reported yet');
  });
});
