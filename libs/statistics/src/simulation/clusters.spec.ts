import { clusterCell } from './clusters';
import { atMost, simulate } from './replicate';

const SEED = 20260105;
const REPLICATIONS = 1_500;

describe('goal 8: conversations with several observations', () => {
  const outcomes = simulate(clusterCell(0.6), SEED, REPLICATIONS);

  it.each(['planned', 'hybrid', 'ratio'])('keeps to 6 %% false positives (%s)', (mode) => {
    expect(outcomes.rate(mode)).toBeLessThanOrEqual(0.06);
    expect(outcomes.rate(mode)).toBeLessThanOrEqual(atMost(0.05, REPLICATIONS));
  });

  it('would notice single observations taken as units', () => {
    expect(outcomes.rate('observations')).toBeGreaterThan(0.3);
  });
});
