import { brownianCell, FUTILITY_INFLATION } from './brownian';
import { FUTILITY_FIXED, futilityCell } from './futility';
import { atMost, simulate } from './replicate';

const SEED = 20260103;
const PATHS = 6_000;
const limit = (effect: number, futility = true) =>
  simulate(brownianCell({ inflation: FUTILITY_INFLATION, futility, effect }), SEED, PATHS);

describe('goal 3: the planned boundary with futility', () => {
  it.each([
    [0, 0.8],
    [1, 0.73],
    [2, 0.34],
  ])('ends at %d times the effect after %d of a test with one look, on average', (effect, most) => {
    expect(limit(effect).mean('stop')).toBeLessThanOrEqual(most);
  });

  it('goes on for 1.18 of it at most, has the power asked for, and costs no error', () => {
    const planned = limit(1);
    expect(Math.max(...planned.column('stop'))).toBeLessThanOrEqual(1.18);
    expect(planned.rate('rejected')).toBeGreaterThanOrEqual(1 - atMost(0.2, PATHS));
    expect(limit(0).rate('rejected')).toBeLessThanOrEqual(atMost(0.05, PATHS));
  });

  it('would notice that nobody gives up', () => {
    expect(limit(0, false).mean('stop')).toBeGreaterThan(0.8);
  });

  it('is what decide() does', () => {
    const replications = 150;
    const none = simulate(futilityCell('planned', 0), SEED, replications);
    expect(none.mean('units') / FUTILITY_FIXED).toBeLessThanOrEqual(0.8 + 0.08); // 3 s.e. of so few
    expect(none.rate('futile')).toBeGreaterThan(0.8);
    expect(none.rate('success')).toBeLessThanOrEqual(atMost(0.05, replications));
    const there = simulate(futilityCell('planned', 1), SEED, replications);
    expect(there.rate('better')).toBeGreaterThanOrEqual(1 - atMost(0.2, replications));
  });
});
