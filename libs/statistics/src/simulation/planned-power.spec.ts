import { beta, binary } from './distribution';
import { plannedCell, type PlannedCase } from './planned-power';
import { atMost, simulate } from './replicate';

const SEED = 20260311;
const REPLICATIONS = 400;
const rates = (rate: number, better: number): Pick<PlannedCase, 'spread' | 'control' | 'better'> => ({
  spread: { rate, change: better > rate ? 1 : -1 },
  control: binary(rate),
  better: binary(better),
});
const CASES: readonly PlannedCase[] = [
  { name: 'rare, even', mode: 'hybrid', shares: [0.5, 0.5], ...rates(0.05, 0.12) },
  { name: 'falling, a tenth on the variant', mode: 'planned', shares: [0.9, 0.1], ...rates(0.2, 0.1) },
  { name: 'three in ten, four variants', mode: 'hybrid', shares: [0.4, 0.2, 0.2, 0.2], ...rates(0.3, 0.5) },
  {
    name: 'score, a tenth on the control',
    mode: 'hybrid',
    shares: [0.1, 0.9],
    spread: { standardDeviation: 0.2 },
    control: beta(3, 2),
    better: beta(3.45, 1.55),
  },
];

describe('an experiment of the size that was planned', () => {
  it.each(CASES)('finds the effect that it was planned for in 80 % of all cases: $name', (planned) => {
    const outcomes = simulate(plannedCell(planned), SEED, REPLICATIONS);
    const power = outcomes.mean('found');
    // Of small ones, whole units cost a point (decision 13).
    expect(power).toBeGreaterThanOrEqual(0.99 - atMost(0.2, REPLICATIONS));
    expect(power).toBeLessThanOrEqual(atMost(0.8, REPLICATIONS) + 0.02);
    expect(outcomes.mean('units')).toBeLessThan(0.8 * outcomes.mean('planned'));
  });

  it("would notice a rate planned with the control's variance twice", () => {
    const [rare] = CASES as [PlannedCase];
    const alike = { ...rare, spread: { standardDeviation: Math.sqrt(0.05 * 0.95) } };
    expect(simulate(plannedCell(alike), SEED, REPLICATIONS).mean('found')).toBeLessThan(0.72);
  });
});
