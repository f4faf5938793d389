import { aReadOut, anExperiment, aReason, METRICS, someResults } from '../../testing/experiments';
import type { ExperimentStep, Reason } from './experiments-api';
import { standingOf } from './standing';

const ENDED: ExperimentStep = {
  kind: 'completed',
  details: { verdict: 'futile' },
  actor: 'evaluation',
  at: '2026-03-05T09:00:00.000Z',
  trafficShare: 1,
  reason: '',
};

it('says when there was never room to find a difference worth knowing', () => {
  const futile = anExperiment({ status: 'completed', steps: [ENDED] });
  const gaveUp = aReason('conditional_power', { message: 'The chance to show it is 7 %.' });
  const short = aReason('underpowered', {
    metric: 'user_actioned',
    variant: null,
    numbers: { horizonUnits: 200, neededUnits: 780, power: 0.31, asked: 0.8, effect: 0.12 },
  });
  const said = (...reasons: Reason[]) =>
    standingOf(futile, someResults([aReadOut()], { verdict: 'futile', reasons }), METRICS);
  expect(said(gaveUp).headline).toContain('became too unlikely to be found');
  const { headline, why } = said(gaveUp, short);
  expect(headline).toBe(
    'Ended early: its time allowed too few conversations to find a difference worth knowing.',
  );
  expect(why.join(' ')).toContain('room for only 200 of the up to 780 conversations');
  const running = standingOf(
    anExperiment(),
    someResults([aReadOut()], { verdict: 'running', reasons: [short] }),
    METRICS,
  );
  expect(running.why.join(' ')).toContain('the chance to find it is about 31 %, not 80 %');
});
