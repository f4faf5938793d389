import { anExperiment, someResults } from '../../testing/experiments';
import {
  completeConsequences,
  growConsequences,
  growError,
  pauseConsequences,
  promoteConsequences,
  shareOf,
  startConsequences,
  stopConsequences,
  undoConsequences,
} from './act-words';

const context = {
  experiment: anExperiment({ trafficShare: 0.4, winner: 'shorter' }),
  results: undefined,
  served: { serves: 'production', servedVersion: 11 },
};
const [, shorter] = context.experiment.variants;

it('says what each act does to live traffic', () => {
  expect(startConsequences(context)[0]).toBe(
    '40 % of the conversations that begin from now on get v11 (50 %) or v12 (50 %); all others, and those that run already, get production, v11.',
  );
  expect(startConsequences(context)[2]).toBe(
    'A variant that is worse for certain on latency, by however little, ends it at once: everyone gets v11, which the prompt serves.',
  );
  expect(startConsequences({ ...context, served: { serves: 'latest', servedVersion: 12 } })[2]).toContain(
    'everyone gets v12, which the prompt serves, although it is on trial itself.',
  );
  expect(growConsequences(context, 0.8)[0]).toContain('40 % → 80 % of new conversations are let in');
  expect(promoteConsequences(context)[0]).toBe(
    'Moves production v11 → v12 for conversations that begin from now on.',
  );
  expect(promoteConsequences({ ...context, served: { serves: 'latest', servedVersion: 13 } })[0]).toContain(
    'become a new latest version',
  );
});

it('tells a gentle stop from one in the middle of conversations', () => {
  expect(stopConsequences(context, false)[1]).toContain('keep their variant');
  expect(stopConsequences(context, true)[1]).toContain('Running conversations change');
});

it('says that completing alone does not change what is served', () => {
  expect(completeConsequences(context, shorter ?? null, false)[0]).toContain('until you promote');
  expect(completeConsequences(context, shorter ?? null, true)[0]).toContain('Moves production v11 → v12');
  expect(completeConsequences(context, null, false)[0]).toBe('New conversations get production, v11.');
});

it('speaks of those inside only where there are any', () => {
  const results = someResults([]);
  const seen = (exposed: number) =>
    pauseConsequences({ ...context, results: { ...results, funnel: { ...results.funnel!, exposed } } })[0];
  expect(seen(0)).toBe('New conversations get production, v11. No conversation has entered yet.');
  expect(seen(2_500)).toBe(
    'New conversations get production, v11. 2,500 conversations have entered so far; those that still run keep their variant.',
  );
  expect(pauseConsequences(context)[0]).toContain('v11. Those that still run keep their variant.');
});

it('sends the share that was typed, and refuses one that lets in no more', () => {
  expect(['7', '12,5', '100', '', 'x'].map(shareOf)).toEqual([0.07, 0.125, 1, null, null]);
  expect(growError(0.4, 0.5)).toContain('must be more than the 50 % it has');
  expect(growError(0.5, 0.5)).toContain('must be more than');
  expect(growError(null, 0.5)).toBe('must be a number');
  expect(growError(1.2, 0.5)).toBe('must be 100 at most');
  expect([0.51, 1].map((to) => growError(to, 0.5))).toEqual(['', '']);
});

it('promises no change where the prompt serves the winner already', () => {
  const served = { serves: 'latest', servedVersion: 12 };
  expect(promoteConsequences({ ...context, served })).toEqual([expect.stringContaining('changes nothing')]);
  expect(completeConsequences({ ...context, served }, shorter ?? null, false)[0]).toBe(
    'New conversations get the latest version, v12, the words of the winner: there is nothing to promote.',
  );
});

it('tells equal words under another number from other words', () => {
  const sameWords = [12];
  const labelled = { ...context, served: { serves: 'production', servedVersion: 11, sameWords } };
  expect(promoteConsequences(labelled)).toEqual([
    'Moves production v11 → v12, whose words are equal: conversations go on getting the same. The experiment counts as promoted.',
  ]);
  const latest = { ...context, served: { serves: 'latest', servedVersion: 13, sameWords } };
  expect(promoteConsequences(latest)).toEqual([expect.stringContaining('already, as v13, so promoting it')]);
  expect(completeConsequences(labelled, shorter ?? null, false)[0]).toContain('there is nothing to promote');
});

it('says what undoing a promotion serves', () => {
  const before = { serves: 'production', version: 11, contentHash: 'a' };
  const promoted = (after: object) => ({
    ...context,
    experiment: anExperiment({
      winner: 'shorter',
      steps: [
        {
          kind: 'promoted',
          at: '2026-03-05T09:00:00.000Z',
          trafficShare: 1,
          reason: '',
          actor: 'ada',
          details: { before, after },
        },
      ],
    }),
  });
  const moved = promoted({ serves: 'production', version: 12, contentHash: 'b' });
  expect(undoConsequences({ ...moved, served: { serves: 'production', servedVersion: 12 } })[0]).toContain(
    'Moves production v12 → v11',
  );
  expect(undoConsequences({ ...moved, served: { serves: 'latest', servedVersion: 13 } })[0]).toContain(
    'The words of v11, which it served before the promotion, become a new latest version',
  );
  expect(undoConsequences(promoted(before))[0]).toContain('nothing to take back');
  const equal = promoted({ serves: 'production', version: 12, contentHash: 'a' });
  expect(undoConsequences({ ...equal, served: { serves: 'production', servedVersion: 12 } })).toEqual([
    expect.stringContaining('v12 → v11, whose words are equal'),
  ]);
});
