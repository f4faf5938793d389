/** Defects on purpose in the production code: the pass lines of the simulations must fail on each of them. */
import { type Bet } from '../advance-betting';
import { type BettingState } from '../statistics-state';
import { binary } from './distribution';
import { nullCell } from './false-positives';
import { GUARDRAIL_CASES, guardrailCell } from './guardrails';
import { atMost, simulate } from './replicate';
import { FAMILY_NULL_CELLS } from './shipping';

type Defect =
  | 'none'
  | 'half boundary'
  | 'Welch variance'
  | 'bet sized by its own unit'
  | 'bet placed after seeing'
  | 'no correction for the family';
let mockDefect: Defect = 'none';

jest.mock('../planned-constant', () => {
  const actual = jest.requireActual<typeof import('../planned-constant')>('../planned-constant');
  return {
    ...actual,
    plannedConstant: (alpha: number) => {
      if (mockDefect === 'half boundary') return actual.plannedConstant(alpha) / 2;
      // Every hypothesis gets all of alpha.
      return actual.plannedConstant(mockDefect === 'no correction for the family' ? 0.05 : alpha);
    },
  };
});

jest.mock('../compare-means', () => {
  const actual = jest.requireActual<typeof import('../compare-means')>('../compare-means');
  return {
    ...actual,
    compareMeans: (...given: Parameters<typeof actual.compareMeans>) => {
      const comparison = actual.compareMeans(...given);
      if (mockDefect !== 'Welch variance') return comparison;
      return { ...comparison, variance: comparison.varianceWelch };
    },
  };
});

jest.mock('../advance-betting', () => {
  const actual = jest.requireActual<typeof import('../advance-betting')>('../advance-betting');
  return {
    ...actual,
    advanceBetting: (state: BettingState, bet: Bet) => {
      const centre = (state.sum + 0.5) / (state.count + 1);
      const contrast = bet.isVariant
        ? (bet.value - centre) / bet.propensity
        : (centre - bet.value) / (1 - bet.propensity);
      const { squares } = state;
      if (mockDefect === 'bet sized by its own unit') {
        state.squares = (contrast * contrast + 0.01) * (state.count + 1) - 0.25;
      }
      const before = [...state.up];
      actual.advanceBetting(state, bet);
      state.squares = squares + contrast * contrast;
      if (mockDefect === 'bet placed after seeing' && contrast > 0) {
        for (let k = 0; k < before.length; k++) state.up[k]! += 0.3 * (state.up[k]! - before[k]!);
      }
    },
  };
});

const SEED = 20260109;
const rate = (
  defect: Defect,
  cell: Parameters<typeof simulate>[0],
  column: string,
  replications: number,
): number => {
  mockDefect = defect;
  try {
    return simulate(cell, SEED, replications).rate(column);
  } finally {
    mockDefect = 'none';
  }
};

describe('the simulations would notice', () => {
  it('a boundary of half the height', () => {
    const cell = nullCell(binary(0.1), 200, 0.5, ['planned']);
    expect(rate('half boundary', cell, 'planned', 300)).toBeGreaterThan(atMost(0.05, 300));
    expect(rate('none', cell, 'planned', 300)).toBeLessThanOrEqual(atMost(0.05, 300));
  });

  it('the Welch variance alone at a 90/10 split', () => {
    const cell = nullCell(binary(0.1), 500, 0.1, ['planned']);
    expect(rate('Welch variance', cell, 'planned', 1_200)).toBeGreaterThan(atMost(0.05, 1_200));
    expect(rate('none', cell, 'planned', 1_200)).toBeLessThanOrEqual(atMost(0.05, 1_200));
  });

  it('the Welch variance alone in a guardrail', () => {
    const rare = GUARDRAIL_CASES.find(({ name }) => name === 'failures 2 %, margin 2 points')!;
    const cell = guardrailCell(rare, 0.1, 'planned');
    expect(rate('Welch variance', cell, 'false clearance', 600)).toBeGreaterThan(atMost(0.05, 600));
  });

  it.each(['bet sized by its own unit', 'bet placed after seeing'] as const)('a %s', (defect) => {
    const cell = nullCell(binary(0.1), 500, 0.1, ['anytime']);
    expect(rate(defect, cell, 'anytime', 300)).toBeGreaterThan(atMost(0.05, 300));
    expect(rate('none', cell, 'anytime', 300)).toBeLessThanOrEqual(atMost(0.05, 300));
  });

  it('four hypotheses tested as if each were alone', () => {
    const [cell] = FAMILY_NULL_CELLS;
    expect(rate('no correction for the family', cell!, 'false rejection', 500)).toBeGreaterThan(
      atMost(0.05, 500),
    );
  });
});
