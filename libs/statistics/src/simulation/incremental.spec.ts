import fc from 'fast-check';
import { advance } from '../advance';
import { initialState } from '../initial-state';
import { type StatisticsState } from '../statistics-state';
import { beta } from './distribution';
import { Random } from './random';
import { pairSettings, PairUnit } from './sequential-test';
import { drawTrial, makeTrial, type Trial } from './trial';

const UNITS = 400;
const settings = pairSettings({ mode: 'hybrid', kind: 'bounded', plannedUnits: 300, horizonUnits: 357 });

function trialOf(seed: number, units = UNITS): Trial {
  const random = new Random();
  random.start(seed, 11, 0);
  const trial = makeTrial(units);
  drawTrial(trial, random, beta(3, 2), beta(3.15, 1.85), 0.5, units);
  return trial;
}

/** Takes in units `from` to `to`. */
function take(state: StatisticsState, trial: Trial, from: number, to: number): StatisticsState {
  const unit = new PairUnit();
  for (let i = from; i < to; i++) advance(state, settings, unit.fill(trial, i));
  return state;
}

/** The state as a database would give it back. */
const stored = (state: StatisticsState): StatisticsState => JSON.parse(JSON.stringify(state));

const cuts = fc
  .array(fc.integer({ min: 0, max: UNITS }), { maxLength: 12 })
  .map((found) => [0, ...found.sort((a, b) => a - b), UNITS]);

describe('goal 11: incremental', () => {
  it('is bit-identical however the units are batched and stored', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), cuts, (seed, at) => {
        const trial = trialOf(seed);
        const whole = take(initialState(settings), trial, 0, UNITS);
        const batched = at
          .slice(1)
          .reduce((state, to, i) => stored(take(state, trial, at[i]!, to)), stored(initialState(settings)));
        expect(JSON.stringify(batched)).toBe(JSON.stringify(whole));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('is bit-identical when a batch crashes anywhere and is done again from the stored state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), cuts, fc.nat(30), (seed, at, crashedAfter) => {
        const trial = trialOf(seed);
        const whole = take(initialState(settings), trial, 0, UNITS);
        let kept = stored(initialState(settings));
        for (let i = 1; i < at.length; i++) {
          // Half-way through: the transaction, and with it this copy, is lost.
          take(stored(kept), trial, at[i - 1]!, Math.min(at[i]!, at[i - 1]! + crashedAfter));
          kept = stored(take(stored(kept), trial, at[i - 1]!, at[i]!));
        }
        expect(JSON.stringify(kept)).toBe(JSON.stringify(whole));
      }),
      { numRuns: 30, seed: 12 },
    );
  });

  it('would notice a state that is stored with 12 digits', () => {
    const trial = trialOf(1);
    const rounded = JSON.parse(
      JSON.stringify(take(initialState(settings), trial, 0, 100), (_, value: unknown) =>
        typeof value === 'number' ? Number(value.toPrecision(12)) : value,
      ),
    ) as StatisticsState;
    expect(JSON.stringify(take(rounded, trial, 100, UNITS))).not.toBe(
      JSON.stringify(take(initialState(settings), trial, 0, UNITS)),
    );
  });

  it('keeps at most 600 bytes for a metric and comparison, as doubles, and no more after more units', () => {
    const count = (value: unknown): number =>
      typeof value === 'number'
        ? 1
        : value !== null && typeof value === 'object'
          ? Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
          : 0;
    const [few, many] = [UNITS, 50 * UNITS].map((units) =>
      take(initialState(settings), trialOf(3, units), 0, units),
    );
    expect(8 * count(few!.metrics[0])).toBeLessThanOrEqual(600);
    expect(8 * count(many!.metrics[0])).toBeLessThanOrEqual(600);
  });

  it('costs as much at the millionth unit as at the ten thousandth', () => {
    const BLOCK = 50_000;
    const trial = trialOf(4, BLOCK);
    const seconds = (state: StatisticsState): number => {
      const { user } = process.cpuUsage();
      take(state, trial, 0, BLOCK);
      return (process.cpuUsage().user - user) / 1e6;
    };
    const fresh = take(initialState(settings), trial, 0, 10_000);
    const old = stored(fresh);
    // As after a million units: counts and wealth of that size.
    for (let i = 0; i < 20; i++) take(old, trial, 0, BLOCK);
    const times = Array.from({ length: 5 }, () => [seconds(fresh), seconds(old)] as const);
    const best = (k: 0 | 1): number => Math.min(...times.map((pair) => pair[k]));
    expect(best(1)).toBeLessThan(1.5 * best(0) + 0.005);
    // 1 microsecond a unit in the plain runtime (`npm run simulate` measures it); a test's runtime is slower.
    expect((1e6 * best(1)) / BLOCK).toBeLessThan(5);
  });
});
