import { aReadOut, anExperiment, aReason, aStep, METRICS, someResults } from '../../testing/experiments';
import type { Evaluation } from './results-api';
import { standingOf } from './standing';

describe('where an experiment stands, in words', () => {
  it('claims no more than is known while it collects', () => {
    const { headline, why, tone } = standingOf(anExperiment(), someResults([aReadOut()]), METRICS);
    expect({ headline, tone }).toEqual({ headline: 'Not yet decided.', tone: 'info' });
    expect(why[0]).toBe(
      'B shorter v12 looks better on user_actioned so far: +4.1 pp [−0.4, +8.6] against the control, chance to win 94.0 %. That may still be chance: 62.0 % of the planned information is in.',
    );
  });

  it('does not call a variant better that is behind', () => {
    const results = someResults([aReadOut({ difference: -0.02, chanceToWin: 0.1 })]);
    expect(standingOf(anExperiment(), results, METRICS).why[0]).toMatch(
      /^B shorter v12 looks worse on user_actioned so far: −2.0 pp/,
    );
  });

  it('says nothing of one that is level', () => {
    const results = someResults([aReadOut({ difference: -0.005, chanceToWin: 0.466 })]);
    expect(standingOf(anExperiment(), results, METRICS).why[0]).toMatch(
      /^B shorter v12 is about level on user_actioned so far: −0.5 pp/,
    );
  });

  it('has nothing to compare while there is one', () => {
    const alone = aReadOut({ difference: null });
    const results = someResults([alone]);
    const seen = { ...results, readOut: { ...results.readOut!, units: 1 } };
    expect(standingOf(anExperiment(), seen, METRICS).why[0]).toBe(
      '1 conversation is settled, too few to compare.',
    );
  });

  it('says of an unhealthy one which check failed, since when, what to do, and shows no winner', () => {
    const ratio = { counts: [262, 98], evidence: 1e9, warned: true, alarmed: true };
    const failed = (code: string) => aReason(code, { blocks: true, numbers: { since: 140 } });
    const seen = someResults([aReadOut()]);
    const results = someResults([aReadOut()], {
      verdict: 'invalid_srm',
      readOut: { ...seen.readOut!, sampleRatio: { assignment: ratio, settlement: ratio } },
      reasons: [failed('sample_ratio_assignment'), failed('sample_ratio_settlement')],
    });
    const looks = [
      { at: '2026-03-01T10:00:00.000Z', reasons: [] },
      { at: '2026-03-02T10:00:00.000Z', reasons: results.reasons },
      { at: '2026-03-03T10:00:00.000Z', reasons: results.reasons },
    ] as unknown as readonly Evaluation[];
    const { word, why, next, distrusted } = standingOf(anExperiment(), results, METRICS, looks);
    expect({ word, distrusted }).toEqual({ word: 'unhealthy', distrusted: true });
    // Once, though both checks failed of the same thing.
    expect(why).toEqual([
      expect.stringMatching(
        /^Sample ratio: .*control 262 \(72.8 %, planned 50 %\), shorter 98 \(27.2 %, .*, since conversation 140, seen .*2.*2026/,
      ),
      expect.stringContaining('Then stop this experiment'),
    ]);
    expect(next).toContain('does not heal by itself');
    expect(why.join()).not.toContain('pp');

    const mixed = someResults([aReadOut()], { reasons: [aReason('mixed_exposure', { blocks: true })] });
    expect(standingOf(anExperiment(), mixed, METRICS).next).toContain('until this heals');
    const once = {
      ...mixed.readOut!,
      mixed: { ...mixed.readOut!.mixed, count: 1, share: 0.02, limit: 0.01 },
    };
    expect(standingOf(anExperiment(), { ...mixed, readOut: once }, METRICS).why[0]).toMatch(
      /^Mixed exposure: 1 conversation \(2.00 %\) saw more than one variant/,
    );
    // What a person ended meanwhile has no winner to read off either.
    const stopped = anExperiment({ status: 'stopped', endAt: '2026-03-05T09:00:00.000Z' });
    const { why: told, ...ended } = standingOf(stopped, results, METRICS, looks);
    expect(ended.distrusted).toBe(true);
    expect(told.join(' ')).toContain('Its figures cannot be trusted. Sample ratio');
  });

  it('says once which test decided, on what, with which p, at which conversation, when', () => {
    const experiment = anExperiment({
      status: 'completed',
      winner: 'shorter',
      endAt: '2026-03-05T09:00:00.000Z',
      decision: {
        decidedAt: '2026-03-05T09:00:00.000Z',
        approvedBy: 'ada',
        record: {
          lastSeq: 2_391,
          settings: { metrics: [{ name: 'user_actioned' }] },
          decision: {
            crossing: { metricIndex: 0, variantIndex: 1, method: 'exact', seq: 1_830, direction: 1 },
          },
        },
      },
      steps: [
        aStep('completed', { verdict: 'success' }),
        aStep('promoted', {}),
        aStep('promotion_undone', {}, 'ada'),
      ],
    });
    const { decided, next } = standingOf(experiment, someResults([aReadOut({ anytimeP: 0.0102 })]), METRICS);
    expect(decided).toMatch(
      /^Decided by the exact test on user_actioned \(p 0.010\) at settled conversation 1,830 of 2,391; ended .*2026.* ada agreed\.$/,
    );
    expect(next).toBe('Its promotion was undone by ada: the prompt serves what it served before.');
    expect(standingOf(anExperiment(), someResults([aReadOut()]), METRICS).decided).toBe('');
  });

  it('says whether what blocks passes by itself', () => {
    const blocked = (...codes: string[]) =>
      standingOf(
        anExperiment(),
        someResults([aReadOut()], {
          verdict: 'waiting',
          reasons: [
            aReason('significantly_better', { variant: 'shorter', metric: 'user_actioned' }),
            ...codes.map((code) =>
              aReason(code, {
                blocks: true,
                variant: 'shorter',
                metric: 'latency',
                numbers: { margin: 250, harm: -4.4 },
              }),
            ),
          ],
        }),
        METRICS,
      );
    const open = blocked('guardrail_open');
    expect(open.why).toContain(
      'Guardrail latency: not yet shown that B shorter v12 is less than 250 ms worse; so far it looks 4.4 ms better. It needs more conversations.',
    );
    expect(open.next).toMatch(/^Nothing to do/);
    expect(blocked('guardrail_undecidable').next).toMatch(/complete it by hand/);
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
      steps: [aStep('completed', { verdict: 'success' })],
    });
    const standing = standingOf(experiment, someResults([aReadOut({ interval: [0.01, 0.07] })]), METRICS);
    expect(standing).toMatchObject({ tone: 'good', word: 'shorter won', headline: 'B shorter v12 won.' });
    expect(standing.why[0]).toBe('user_actioned +4.1 pp [+1.0, +7.0] against the control.');
    expect(standing.next).toContain('not promoted');
    expect(standingOf({ ...experiment, promoted: true }, undefined, METRICS).next).toBe(
      'It is what the prompt serves now.',
    );
  });

  it('says of a winner that a person named who it was, and what the figures say', () => {
    const experiment = anExperiment({
      status: 'completed',
      winner: 'control',
      conclusion: 'Enough',
      steps: [aStep('completed', { winner: 'control' }, 'ada')],
    });
    const none = someResults([], { verdict: null, readOut: null });
    expect(standingOf(experiment, none, METRICS)).toMatchObject({
      tone: 'quiet',
      word: 'control chosen',
      headline: 'A control v11 was chosen by hand.',
      why: [expect.stringContaining('no evidence'), 'Completed by ada: Enough.'],
    });
    const chosen = { ...experiment, winner: 'shorter' };
    expect(standingOf(chosen, someResults([aReadOut()]), METRICS).why[0]).toBe(
      'user_actioned +4.1 pp [−0.4, +8.6] against the control. The test had not decided, so that may still be chance.',
    );
  });

  it('offers no promotion of words that the prompt serves already', () => {
    const experiment = anExperiment({
      status: 'completed',
      winner: 'shorter',
      steps: [aStep('completed', { verdict: 'success' })],
    });
    const next = (servedVersion: number) =>
      standingOf(experiment, undefined, METRICS, [], { serves: 'latest', servedVersion }).next;
    expect(next(12)).toBe('The prompt serves v12 already: there is nothing to promote.');
    expect(next(11)).toContain('not promoted');
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

  it('tells a draft, one without data and one that could not be read from one that runs', () => {
    const unread = standingOf(anExperiment(), undefined, METRICS);
    expect(unread).toMatchObject({ word: 'running', headline: 'The figures are not known just now.' });
    expect(unread.why.join()).not.toMatch(/settled|reported/);
    expect(standingOf(anExperiment({ status: 'draft' }), undefined, METRICS).word).toBe('draft');
    const none = someResults([], { verdict: null, readOut: null });
    expect(standingOf(anExperiment(), none, METRICS)).toMatchObject({
      word: 'running',
      headline: 'No conversation is settled yet.',
    });
    const paused = standingOf(anExperiment({ status: 'paused' }), someResults([aReadOut()]), METRICS);
    expect(paused.word).toBe('paused');
    expect(paused.next).toMatch(/^Paused: .* until it is resumed ends by itself only for harm\.$/);
  });

  it('asks to resume what only its pause keeps from ending', () => {
    const held = (...codes: string[]) => {
      const reasons = codes.map((code) => ({ ...aReason(code), blocks: true }));
      const results = someResults([aReadOut()], { verdict: 'waiting', reasons });
      return standingOf(anExperiment({ status: 'paused' }), results, METRICS).next;
    };
    expect(held('paused')).toContain('Resume it to let the verdict complete it, or stop it.');
    expect(held('approval', 'paused')).toContain('Approve it and resume it to complete the experiment');
  });
});
