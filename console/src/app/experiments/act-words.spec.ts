import { anExperiment, someResults } from '../../testing/experiments';
import {
  completeConsequences,
  growConsequences,
  pauseConsequences,
  promoteConsequences,
  startConsequences,
  stopConsequences,
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
