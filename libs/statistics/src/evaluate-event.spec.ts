import fc from 'fast-check';
import { decide } from './decide';
import { type Decision } from './decision';
import { evaluateEvent, type ExperimentEvent } from './evaluate-event';
import { initialState } from './initial-state';
import { exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { uniforms } from './testing/random';

const settings = exampleSettings({
  metrics: [exampleMetric({ missing: 'exclude' })],
  minimumRuntimeMs: 5 * HOUR,
  maximumRuntimeMs: 12 * HOUR,
  horizonUnits: 2000,
  plannedUnits: 300,
});

/** Assignments, their settlements an hour later and an exclusion now and then, in the order of their times. */
function events(seed: number, effect: number): ExperimentEvent[] {
  const uniform = uniforms(seed);
  const all: { at: number; event: ExperimentEvent }[] = [];
  for (let i = 0; i < 260; i++) {
    const at = Math.floor(uniform() * 13 * HOUR);
    const variant = uniform() < 0.5 ? 0 : 1;
    const propensities = [0.5, 0.5];
    all.push({ at, event: { kind: 'assignment', at, variant, propensities } });
    const value = uniform() < 0.1 ? null : 0.6 * uniform() + effect * variant;
    const settled = at + HOUR;
    all.push({
      at: settled,
      event: { kind: 'unit', unit: { variant, propensities, values: [value], at: settled } },
    });
    if (i % 90 === 40) all.push({ at, event: { kind: 'exclusion', at, exclusion: 'other' } });
  }
  return all.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

const timeOf = (event: ExperimentEvent) => (event.kind === 'unit' ? event.unit.at : event.at);

/** Evaluates at the given times: everything due by then, then time itself; storing and loading the state between. */
function evaluated(
  all: readonly ExperimentEvent[],
  looks: readonly number[],
): { decision: Decision; state: string } {
  let state = initialState(settings);
  let next = 0;
  for (const now of looks) {
    state = JSON.parse(JSON.stringify(state)) as typeof state;
    while (next < all.length && timeOf(all[next]!) <= now) {
      const decision = evaluateEvent(state, settings, all[next]!);
      if (decision.decisive) return { decision, state: JSON.stringify(state) };
      next += 1;
    }
    const decision = decide(state, settings, now);
    if (decision.decisive) return { decision, state: JSON.stringify(state) };
  }
  throw new Error('the maximum runtime must have ended it');
}

describe('evaluateEvent', () => {
  it('gives the same verdict on the same state whenever and how often one evaluates', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.constantFrom(0, 0.05, 0.15, -0.15),
        fc.array(fc.integer({ min: 0, max: 14 * HOUR }), { maxLength: 40 }),
        (seed, effect, times) => {
          const all = events(seed, effect);
          const often = Array.from({ length: 15 * 12 }, (_, k) => (k * HOUR) / 12);
          const end = 20 * HOUR;
          const one = evaluated(all, [end]);
          for (const looks of [[...times].sort((a, b) => a - b), often]) {
            const other = evaluated(all, [...looks, end]);
            expect(other.decision.verdict).toBe(one.decision.verdict);
            expect(other.decision.winner).toBe(one.decision.winner);
            expect(other.decision.crossing).toEqual(one.decision.crossing);
            expect(other.state).toBe(one.state);
          }
          seen.add(one.decision.verdict);
        },
      ),
      { numRuns: 40 },
    );
    expect(seen.size).toBeGreaterThan(2);
  });
});
