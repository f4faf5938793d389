import { brownianCell, PLAIN_INFLATION } from './brownian';
import { SCENARIOS } from './efficiency';
import { estimateCell } from './estimate';
import { median, simulate } from './replicate';

const SEED = 20260107;
const PATHS = 6_000;

describe('goal 10: what is said at the stop', () => {
  it.each([0.5, 1, 1.5, 2])('has a median within 2 %% of the truth at %d times the effect', (effect) => {
    const paths = simulate(
      brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect }),
      SEED,
      PATHS,
    );
    expect(Math.abs(median(paths.column('unbiased')) / effect - 1)).toBeLessThanOrEqual(0.02);
    expect(paths.rate('covered')).toBeGreaterThanOrEqual(0.95);
  });

  it('would notice the raw estimate', () => {
    const paths = simulate(
      brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect: 1 }),
      SEED,
      PATHS,
    );
    expect(Math.abs(median(paths.column('raw')) - 1)).toBeGreaterThan(0.02);
  });

  describe('on real units', () => {
    const replications = 1_500;
    const scenario = SCENARIOS.find(({ name }) => name === '50 % against 60 %')!;
    const outcomes = simulate(estimateCell(scenario), SEED, replications);

    it('is what readOut() tells', () => {
      const noise = 3 * 0.6 * 1.25 * Math.sqrt(1 / replications); // three standard errors of a median
      expect(Math.abs(median(outcomes.column('unbiased')) - 1)).toBeLessThanOrEqual(0.02 + noise);
      expect(outcomes.rate('repeated interval')).toBeGreaterThanOrEqual(0.95);
    });

    it('would notice an interval for one single look', () => {
      expect(outcomes.rate('plain interval')).toBeLessThan(0.95);
    });
  });
});
