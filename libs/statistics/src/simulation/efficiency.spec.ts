import { efficiencyCell, horizonOf, SCENARIOS } from './efficiency';
import { atMost, atPower, meanUnits, meanUnitsError, type Outcomes, simulate } from './replicate';

const SEED = 20260102;
const REPLICATIONS = 2_000;
const scenario = (name: string) => SCENARIOS.find((each) => each.name === name)!;
const MEDIUM = scenario('score 0.60 against 0.63');
const SMALL = scenario('30 % against 46 %');
const EVEN = scenario('50 % against 60 %');

/** Mean units and power of the planned boundary at its horizon. */
function planned(outcomes: Outcomes, fixed: number): { mean: number; power: number; max: number } {
  const max = horizonOf('planned', fixed);
  return { mean: meanUnits(outcomes.column('planned'), max), power: outcomes.rate('planned'), max };
}

describe('units needed for a difference that is there', () => {
  const medium = simulate(efficiencyCell(MEDIUM, false), SEED, REPLICATIONS);
  const small = simulate(efficiencyCell(SMALL, false), SEED, REPLICATIONS);
  const even = simulate(efficiencyCell(EVEN, false), SEED, 1_000);

  it('goal 2: the planned boundary needs 0.77 of a test with one look on average, 1.13 at most, at 80 % power', () => {
    const { mean, power, max } = planned(medium, MEDIUM.fixed);
    expect(mean / MEDIUM.fixed).toBeLessThanOrEqual(0.77);
    expect(max / MEDIUM.fixed).toBeLessThanOrEqual(1.13);
    expect(power).toBeGreaterThanOrEqual(1 - atMost(0.2, REPLICATIONS));
  });

  it('goal 2: also in an experiment of 142 a variant', () => {
    const { mean, power, max } = planned(small, SMALL.fixed);
    const error = meanUnitsError(small.column('planned'), max);
    expect(mean).toBeLessThanOrEqual(0.77 * SMALL.fixed + 3 * error);
    expect(max / SMALL.fixed).toBeLessThanOrEqual(1.13);
    expect(power).toBeGreaterThanOrEqual(1 - atMost(0.2, REPLICATIONS));
  });

  it("goal 4: 20 % fewer units than GrowthBook's sequential test at equal power, 30 % fewer at most", () => {
    const ours = planned(medium, MEDIUM.fixed);
    const theirs = atPower(medium.column('growthbook'), ours.power);
    expect(ours.mean / theirs.mean).toBeLessThanOrEqual(0.8);
    expect(ours.max / theirs.max).toBeLessThanOrEqual(0.7);
  });

  it('goal 4: 55 % fewer in an experiment of 142 a variant', () => {
    const ours = planned(small, SMALL.fixed);
    const theirs = atPower(small.column('growthbook'), ours.power);
    expect(ours.mean / theirs.mean).toBeLessThanOrEqual(0.45);
    expect(ours.max / theirs.max).toBeLessThanOrEqual(0.7);
  });

  it('goal 5: the exact test needs 45 % fewer there, and fewer in a larger one', () => {
    const [ours, theirs] = (['anytime', 'growthbook'] as const).map((method) =>
      atPower(small.column(method), 0.8),
    );
    expect(ours!.mean / theirs!.mean).toBeLessThanOrEqual(0.55);
    const larger = (['anytime', 'growthbook'] as const).map((method) => atPower(medium.column(method), 0.8));
    expect(larger[0]!.mean / larger[1]!.mean).toBeLessThanOrEqual(0.95);
  });

  it("goal 6: 25 % fewer units than TensorZero's rule, which goes on until it stops", () => {
    const theirs = even.column('tensorzero');
    const ours = planned(even, EVEN.fixed);
    expect(ours.mean / meanUnits(theirs, EVEN.length)).toBeLessThanOrEqual(0.75);
  });

  it('would notice a horizon that is four times too long', () => {
    const long = simulate(efficiencyCell({ ...SMALL, fixed: 4 * SMALL.fixed }, false), SEED, 300);
    const ours = planned(long, 4 * SMALL.fixed);
    expect(ours.mean / SMALL.fixed).toBeGreaterThan(0.77);
    expect(ours.mean / atPower(long.column('growthbook'), 0.8).mean).toBeGreaterThan(0.45);
  });

  it('would notice bets that are tuned to a much smaller effect', () => {
    const timid = simulate(efficiencyCell({ ...SMALL, fixed: 60 * SMALL.fixed }, false), SEED, 300);
    const [ours, theirs] = (['anytime', 'growthbook'] as const).map((method) =>
      atPower(timid.column(method), 0.8),
    );
    expect(ours!.mean / theirs!.mean).toBeGreaterThan(0.55);
  });
});

describe('no difference, the same methods', () => {
  const replications = 700;
  const outcomes = simulate(efficiencyCell(EVEN, true), SEED, replications);

  it('goals 4 to 6: our tests and GrowthBook keep to 5 %', () => {
    for (const method of ['planned', 'anytime', 'hybrid', 'growthbook'])
      expect(outcomes.rate(method)).toBeLessThanOrEqual(atMost(0.05, replications));
  });

  it('would notice naive peeking, and that TensorZero is above ours', () => {
    expect(outcomes.rate('naive')).toBeGreaterThan(0.3);
    expect(outcomes.rate('tensorzero')).toBeGreaterThan(outcomes.rate('planned'));
  });
});
