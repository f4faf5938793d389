import { aReadOut, anExperiment, aReason, METRICS, someResults } from '../../testing/experiments';
import type { ExperimentStep } from './experiments-api';
import { standingOf } from './standing';

const step = (
  kind: ExperimentStep['kind'],
  details: Record<string, unknown>,
  actor = 'evaluation',
): ExperimentStep => ({
  kind,
  details,
  actor,
  at: '2026-03-05T09:00:00.000Z',
  trafficShare: 1,
  reason: '',
});

describe('where an experiment stands, in words', () => {
  it('claims no more than is known while it collects', () => {
    const { headline, why, tone } = standingOf(anExperiment(), someResults([aReadOut()]), METRICS);
    expect({ headline, tone }).toEqual({ headline: 'Not yet decided.', tone: 'info' });
    expect(why[0]).toBe(
      'B shorter v12 looks better (shorter: +4.1 pp [−0.4, +8.6] user_actioned, chance to win 94.0 %), but the sequential test needs more evidence: 62.0 % of the planned units.',
    );
  });

  it('does not call a variant better that is behind', () => {
    const results = someResults([aReadOut({ difference: -0.02, chanceToWin: 0.2 })]);
    expect(standingOf(anExperiment(), results, METRICS).why[0]).toMatch(
      /^A control v11, the control, looks better/,
    );
  });

  it('says of an unhealthy one what is wrong before anything else', () => {
    const results = someResults([aReadOut()], {
      verdict: 'invalid_srm',
      reasons: [aReason('sample_ratio_assignment', { message: 'Counts are off.', blocks: true })],
    });
    const { word, why, next } = standingOf(anExperiment(), results, METRICS);
    expect({ word, why }).toEqual({ word: 'unhealthy', why: ['Counts are off.'] });
    expect(next).toContain('Nothing is decided until this heals');
  });

  it('asks for the person who must agree', () => {
    const results = someResults([aReadOut()], {
      verdict: 'waiting',
      reasons: [
        aReason('significantly_better', { variant: 'shorter' }),
        aReason('approval', { blocks: true, message: 'Approve it.' }),
      ],
    });
    expect(standingOf(anExperiment(), results, METRICS)).toMatchObject({
      tone: 'wait',
      word: 'ready for you',
      headline: 'B shorter v12 won, and waits for a person to agree.',
    });
  });

  it('leads a decided one with the winner, and says whether it is served', () => {
    const experiment = anExperiment({
      status: 'completed',
      winner: 'shorter',
      steps: [step('completed', { verdict: 'success' })],
    });
    const standing = standingOf(experiment, someResults([aReadOut({ interval: [0.01, 0.07] })]), METRICS);
    expect(standing).toMatchObject({ tone: 'good', word: 'shorter won', headline: 'B shorter v12 won.' });
    expect(standing.why[0]).toBe('user_actioned +4.1 pp [+1.0, +7.0] against the control.');
    expect(standing.next).toContain('not promoted');
    expect(standingOf({ ...experiment, promoted: true }, undefined, METRICS).next).toBe(
      'It is what the prompt serves now.',
    );
  });

  it('explains an interval that still has zero in it when the exact test decided', () => {
    const significant = {
      seq: 275,
      method: 'exact',
      direction: 1,
      effect: 0.2,
      t: 0.1,
      statistic: 5,
      threshold: 4.6,
    } as const;
    const experiment = anExperiment({ status: 'completed', winner: 'shorter' });
    const { why } = standingOf(experiment, someResults([aReadOut({ significant })]), METRICS);
    expect(why[0]).toContain('The exact test decided');
  });

  it('tells harm from a stop, and a person’s ending from a verdict', () => {
    const ended = { status: 'stopped', endAt: '2026-03-05T09:00:00.000Z' } as const;
    const harm = anExperiment({
      ...ended,
      steps: [step('stopped', { immediate: true, verdict: 'harmful' })],
    });
    const results = someResults([], {
      verdict: 'harmful',
      reasons: [aReason('harm_alarm', { message: 'It is slow.' })],
    });
    expect(standingOf(harm, results, METRICS)).toMatchObject({ word: 'harmful', why: ['It is slow.'] });
    const stop = anExperiment({
      ...ended,
      conclusion: 'enough',
      steps: [step('stopped', { immediate: false }, 'ada')],
    });
    expect(standingOf(stop, results, METRICS)).toMatchObject({
      word: 'stopped',
      why: ['Stopped by ada: enough.'],
    });
    const byHand = anExperiment({ status: 'completed', steps: [step('completed', { winner: null }, 'ada')] });
    expect(standingOf(byHand, undefined, METRICS).headline).toBe('Completed without a winner.');
    const timeOut = anExperiment({
      status: 'completed',
      steps: [step('completed', { verdict: 'inconclusive' })],
    });
    expect(standingOf(timeOut, undefined, METRICS).word).toBe('inconclusive');
  });

  it('tells a draft and one without data from one that runs', () => {
    expect(standingOf(anExperiment({ status: 'draft' }), undefined, METRICS).word).toBe('draft');
    const none = someResults([], { verdict: null, readOut: null });
    expect(standingOf(anExperiment(), none, METRICS)).toMatchObject({
      word: 'running',
      headline: 'No conversation is settled yet.',
    });
    expect(standingOf(anExperiment({ status: 'paused' }), someResults([aReadOut()]), METRICS).word).toBe(
      'paused',
    );
  });
});
