import { GUARDRAIL_CASES, guardrailCell } from './guardrails';
import { atMost, simulate } from './replicate';
import {
  AA_CELL,
  AA_GUARDED_CELL,
  AT_MARGIN_CELL,
  FAMILY_NULL_CELLS,
  FAMILY_PARTLY_CELLS,
  HARMFUL_CELL,
  plannedWinnerCell,
} from './shipping';

const SEED = 20260108;

describe('whole experiments', () => {
  it('1,000 A/A experiments through decide() after every unit complete falsely in 5 % at most', () => {
    const outcomes = simulate(AA_CELL, SEED, 1_000);
    expect(outcomes.rate('success') + outcomes.rate('harmful')).toBeLessThanOrEqual(atMost(0.05, 1_000));
    expect(outcomes.rate('success')).toBeLessThanOrEqual(atMost(0.025, 1_000));
  });

  it('two guardrails add their own errors and no more', () => {
    const outcomes = simulate(AA_GUARDED_CELL, SEED, 600);
    expect(outcomes.rate('success')).toBeLessThanOrEqual(atMost(0.025, 600));
    expect(outcomes.rate('harmful')).toBeLessThanOrEqual(atMost(0.025 + 2 * 0.01, 600));
  });

  it.each([...FAMILY_NULL_CELLS, ...FAMILY_PARTLY_CELLS].map((cell) => [cell.name, cell] as const))(
    'rejects a true hypothesis in 5 %% at most: %s',
    (_, cell) => {
      expect(simulate(cell, SEED, 600).rate('false rejection')).toBeLessThanOrEqual(atMost(0.05, 600));
    },
  );

  it('ships a variant that is slower by the margin in 5 % at most, and a harmful one never', () => {
    expect(simulate(AT_MARGIN_CELL, SEED, 600).rate('success')).toBeLessThanOrEqual(atMost(0.05, 600));
    const harmful = simulate(HARMFUL_CELL, SEED, 300);
    expect(harmful.rate('success')).toBe(0);
    expect(harmful.rate('harmful')).toBeGreaterThan(0.95);
  });

  it('ships a winner as often as it was planned', () => {
    expect(simulate(plannedWinnerCell(), SEED, 400).rate('success')).toBeGreaterThanOrEqual(
      1 - atMost(0.2, 400),
    );
  });
});

describe('one guardrail on real distributions, watched at every unit', () => {
  it.each([
    ['failures 2 %, margin 2 points', 0.1],
    ['failures 5 %, margin 2.5 points', 0.5],
    ['satisfaction with a spike at 0, margin 0.0555', 0.5],
    ['latency on a log scale, margin 10 %', 0.5],
  ])('alarms falsely in 1 %%, clears falsely in 5 %% at most: %s, share %d', (name, share) => {
    const each = GUARDRAIL_CASES.find((one) => one.name === name)!;
    const outcomes = simulate(guardrailCell(each, share, 'hybrid'), SEED, 1_000);
    expect(outcomes.rate('false alarm')).toBeLessThanOrEqual(atMost(0.01, 1_000));
    expect(outcomes.rate('false clearance')).toBeLessThanOrEqual(atMost(0.05, 1_000));
  });
});
