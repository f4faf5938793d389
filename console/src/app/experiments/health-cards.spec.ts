import { aReadOut, anExperiment, aReason, someResults } from '../../testing/experiments';
import { healthCards } from './health-cards';

const words = (results: Parameters<typeof healthCards>[1]) =>
  Object.fromEntries(
    healthCards(anExperiment(), results).map(({ name, state, word }) => [name, `${state}: ${word}`]),
  );

it('says that all is well where it was checked', () => {
  expect(words(someResults([aReadOut({}, { missingEvidence: 1 })]))).toEqual({
    'Sample ratio': 'ok: as planned',
    'Mixed exposure': 'ok: none',
    'Missing outcomes': 'ok: alike',
    'Words served': 'ok: match',
    Evaluation: 'ok: on time',
  });
});

it('does not call well what nobody checked', () => {
  const results = someResults([], { readOut: null, funnel: null, evaluatedAt: null });
  expect(words(results)).toEqual({
    'Sample ratio': 'unknown: not checked',
    'Mixed exposure': 'unknown: not checked',
    'Missing outcomes': 'unknown: not checked',
    'Words served': 'unknown: not checked',
    Evaluation: 'unknown: to come',
  });
});

it('names what is wrong', () => {
  const results = someResults([aReadOut()], {
    reasons: [aReason('missing_outcomes_differ', { blocks: true })],
  });
  const { readOut, funnel } = results;
  const ratio = { counts: [900, 500], evidence: 1e9, warned: true, alarmed: true };
  expect(
    words({
      ...results,
      overdue: true,
      readOut: readOut && {
        ...readOut,
        sampleRatio: { assignment: ratio, settlement: ratio },
        mixed: { count: 40, share: 0.02, limit: 0.01 },
      },
      funnel: funnel && { ...funnel, flaggedTraces: { hash_mismatch: 3 } },
    }),
  ).toEqual({
    'Sample ratio': 'failed: mismatch',
    'Mixed exposure': 'failed: too many',
    'Missing outcomes': 'failed: differ',
    'Words served': 'warning: mismatch',
    Evaluation: 'failed: overdue',
  });
});

it('does not compare the missing outcomes of a variant that nobody has met', () => {
  const figures = { mean: null, displayMean: null, standardDeviation: null, chanceToBeBest: null };
  const variants = [
    { name: 'control', count: 6, missingShare: 0, ...figures },
    { name: 'shorter', count: 0, missingShare: null, ...figures },
  ];
  expect(words(someResults([aReadOut({}, { missingEvidence: 1, variants })]))['Missing outcomes']).toBe(
    'unknown: not checked',
  );
});

it('finds nothing as planned where nobody has entered', () => {
  const results = someResults([]);
  const ratio = { counts: [0, 0], evidence: 1, warned: false, alarmed: false };
  const sampleRatio = { assignment: ratio, settlement: ratio };
  const readOut = results.readOut && { ...results.readOut, units: 0, sampleRatio };
  expect(words({ ...results, readOut })).toMatchObject({
    'Sample ratio': 'unknown: not checked yet',
    'Mixed exposure': 'unknown: not checked yet',
  });
});
