import { beta, binary, type Distribution, lognormal, spike } from './distribution';
import { endlessNullCell, nullCell } from './false-positives';
import { atMost, simulate } from './replicate';

const SEED = 20260101;
const CASES: readonly (readonly [Distribution, number, number, number])[] = [
  [binary(0.1), 200, 0.5, 20_000],
  [beta(3, 2), 100, 0.5, 5_000],
  [spike(0.15), 200, 0.2, 3_000],
  [binary(0.1), 500, 0.1, 3_000],
  [lognormal(1), 200, 0.5, 4_000],
  [lognormal(1), 200, 0.1, 4_000],
  [binary(0.02), 400, 0.5, 1_500],
];

describe('goal 1: at most 5 % false positives, looking after every unit', () => {
  it.each(CASES.map((each) => [nullCell(each[0], each[1], each[2]).name, ...each] as const))(
    'holds: %s',
    (_, distribution, size, share, replications) => {
      const outcomes = simulate(nullCell(distribution, size, share), SEED, replications);
      for (const mode of outcomes.columns) {
        const rate = outcomes.rate(mode);
        expect({ mode, rate: rate <= atMost(0.05, replications) ? 'held' : rate }).toEqual({
          mode,
          rate: 'held',
        });
      }
    },
  );

  it('holds for the exact test far beyond its horizon', () => {
    const outcomes = simulate(endlessNullCell(binary(0.1), 5_000), SEED, 500);
    expect(outcomes.rate('anytime')).toBeLessThanOrEqual(atMost(0.05, 500));
  });
});
