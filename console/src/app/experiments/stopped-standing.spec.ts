import { aReadOut, anExperiment, aReason, aStep, METRICS, someResults } from '../../testing/experiments';
import { standingOf } from './standing';

it.each([
  [
    108,
    'makes latency worse: +108 ms against the control. That is worse for certain, though by less than the 250 ms that were accepted.',
  ],
  [308, 'makes latency worse: +308 ms against the control.'],
])('says of a harm of %d whether it is within what was accepted', (difference, sentence) => {
  const crossing = {
    seq: 90,
    method: 'large-sample',
    direction: -1,
    effect: 100,
    t: 0.2,
    statistic: 4,
    threshold: 3,
  } as const;
  const readOut = aReadOut(
    { difference, interval: null, harm: crossing },
    { name: 'latency', role: 'guardrail' },
  );
  const results = someResults([aReadOut(), readOut], {
    verdict: 'harmful',
    reasons: [aReason('harm_alarm', { metric: 'latency', variant: 'shorter' })],
  });
  const { why } = standingOf(anExperiment(), results, METRICS);
  expect(why[0]).toBe(`B shorter v12 ${sentence}`);
});

it('tells harm from a stop, and a person’s ending from a verdict', () => {
  const ended = { status: 'stopped', endAt: '2026-03-05T09:00:00.000Z' } as const;
  const harm = anExperiment({
    ...ended,
    steps: [aStep('stopped', { immediate: true, verdict: 'harmful' })],
  });
  const results = someResults([], {
    verdict: 'harmful',
    reasons: [aReason('harm_alarm', { message: 'It is slow.', variant: 'shorter' })],
  });
  expect(standingOf(harm, results, METRICS)).toMatchObject({ word: 'harmful', why: ['It is slow.'] });
  const served = (version: number) =>
    standingOf(harm, results, METRICS, [], { serves: 'latest', servedVersion: version }).next;
  expect(served(11)).toContain('Everyone gets what the prompt serves again (the latest version, v11)');
  expect(served(12)).toContain('Everyone gets v12 now, which did harm: the prompt serves it.');
  const stop = anExperiment({
    ...ended,
    conclusion: 'enough',
    steps: [aStep('stopped', { immediate: false }, 'ada')],
  });
  expect(standingOf(stop, results, METRICS)).toMatchObject({
    word: 'stopped',
    why: ['Stopped by ada: enough.'],
  });
  const byHand = anExperiment({ status: 'completed', steps: [aStep('completed', { winner: null }, 'ada')] });
  expect(standingOf(byHand, undefined, METRICS).headline).toBe('Completed without a winner.');
  const timeOut = anExperiment({
    status: 'completed',
    steps: [aStep('completed', { verdict: 'inconclusive' })],
  });
  expect(standingOf(timeOut, undefined, METRICS).word).toBe('inconclusive');
});
