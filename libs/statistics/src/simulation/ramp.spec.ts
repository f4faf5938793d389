import { rampCell } from './ramp';
import { atMost, simulate } from './replicate';

const SEED = 20260106;
const REPLICATIONS = 1_500;

describe('goal 9: a ramp from 10 % to 50 % while the base rate drifts', () => {
  const ramp = simulate(rampCell('step', 800), SEED, REPLICATIONS);

  it.each(['anytime', 'hybrid', 'planned'])('keeps to 5 %% false positives (%s)', (mode) => {
    expect(ramp.rate(mode)).toBeLessThanOrEqual(atMost(0.05, REPLICATIONS));
  });

  it('would notice all units pooled as if nothing had changed', () => {
    expect(ramp.rate('pooled')).toBeGreaterThan(atMost(0.05, REPLICATIONS));
  });

  it('holds for a base rate that swings at a fixed split', () => {
    const cycle = simulate(rampCell('cycle', 400), SEED, 1_000);
    for (const mode of cycle.columns) expect(cycle.rate(mode)).toBeLessThanOrEqual(atMost(0.05, 1_000));
  });
});
