import { efficiencyCell, horizonOf, LONG_NULL, type Scenario, SCENARIOS } from './efficiency';
import { type AllOutcomes, highest, type Judgement, outcomesOf, percent, SMALL } from './judgement';
import { atMost, atPower, meanUnits, meanUnitsError } from './replicate';

/** Mean and maximum of the planned boundary and of another method at the power it has, in fixed units. */
export function compared(all: AllOutcomes, scenario: Scenario) {
  const outcomes = outcomesOf(all, efficiencyCell(scenario, false));
  const { fixed } = scenario;
  const power = outcomes.rate('planned');
  const max = horizonOf('planned', fixed);
  const relative = (units: { mean: number; max: number }) => ({
    mean: units.mean / fixed,
    max: units.max / fixed,
  });
  return {
    outcomes,
    power,
    planned: relative({ mean: meanUnits(outcomes.column('planned'), max), max }),
    plannedError: meanUnitsError(outcomes.column('planned'), max) / fixed,
    growthbookAtPower: relative(atPower(outcomes.column('growthbook'), power)),
    growthbook: relative(atPower(outcomes.column('growthbook'), 0.8)),
    anytime: relative(atPower(outcomes.column('anytime'), 0.8)),
    tensorzero: meanUnits(outcomes.column('tensorzero'), scenario.length) / fixed,
    tensorzeroAtPower: relative(atPower(outcomes.column('tensorzero'), power)),
  };
}

/** Goals 2, 4, 5 and 6. */
export function judgeEfficiency(all: AllOutcomes): Judgement[] {
  const scenarios = SCENARIOS.map((scenario) => ({ scenario, ...compared(all, scenario) }));
  const isSmall = ({ scenario }: { scenario: Scenario }) => scenario.fixed / 2 <= SMALL;
  const sizes: [string, typeof scenarios][] = [
    [`above ${SMALL} a variant`, scenarios.filter((each) => !isSmall(each))],
    [`up to ${SMALL} a variant`, scenarios.filter(isSmall)],
  ];
  const span = (numbers: number[], show = (x: number) => x.toFixed(2)) =>
    `${show(Math.min(...numbers))} to ${show(Math.max(...numbers))}`;
  const fewer = (ratios: number[]) =>
    `${span(
      ratios.map((ratio) => 1 - ratio),
      (x) => percent(x, 0),
    )} fewer`;
  const rows: Judgement[] = [];
  for (const [size, found] of sizes) {
    const means = found.map(({ planned }) => planned.mean);
    const powers = found.map(({ power }) => power);
    const fewest = Math.min(...found.map(({ outcomes }) => outcomes.replications));
    rows.push({
      goal: `2. planned boundary, ${size}`,
      must: 'mean 0.77, maximum 1.13, power 80 % (mean and power within 3 standard errors)',
      measured: `mean ${span(means, (x) => x.toFixed(3))}, maximum ${span(found.map(({ planned }) => planned.max))}, power ${span(powers, (x) => percent(x))}`,
      held:
        found.every(({ planned, plannedError }) => planned.mean <= 0.77 + 3 * plannedError) &&
        found.every(({ planned }) => planned.max <= 1.13) &&
        Math.min(...powers) >= 1 - atMost(0.2, fewest),
    });
    const ratios = found.map(({ planned, growthbookAtPower }) => planned.mean / growthbookAtPower.mean);
    const longest = found.map(({ planned, growthbookAtPower }) => planned.max / growthbookAtPower.max);
    const small = found.every(isSmall);
    rows.push({
      goal: `4. planned boundary against GrowthBook, equal power, ${size}`,
      must: `${small ? 55 : 20} % fewer units on average, maximum 30 % shorter`,
      measured: `${fewer(ratios)}, maximum ${span(
        longest.map((ratio) => 1 - ratio),
        (x) => percent(x, 0),
      )} shorter`,
      held: Math.max(...ratios) <= (small ? 0.45 : 0.8) && Math.max(...longest) <= 0.7,
    });
    const exact = found.map(({ anytime, growthbook }) => anytime.mean / growthbook.mean);
    rows.push({
      goal: `5. exact test against GrowthBook, both at 80 %, ${size}`,
      must: `${small ? 45 : 5} % fewer units on average`,
      measured: fewer(exact),
      held: Math.max(...exact) <= (small ? 0.55 : 0.95),
    });
    const tensorzero = found.map(({ planned, tensorzero }) => planned.mean / tensorzero);
    rows.push({
      goal: `6. planned boundary against TensorZero, ${size}`,
      must: '25 % fewer units on average',
      measured: fewer(tensorzero),
      held: Math.max(...tensorzero) <= 0.75,
    });
  }
  const nulls = SCENARIOS.map((scenario) => efficiencyCell(scenario, true));
  const long = outcomesOf(all, LONG_NULL);
  rows.push(
    {
      goal: '4. false positives in the same cells, planned',
      must: '5 % and 3 standard errors',
      ...highest(all, nulls, 'planned', 0.05),
    },
    {
      goal: '4. false positives in the same cells, GrowthBook',
      must: '5 % and 3 standard errors',
      ...highest(all, nulls, 'growthbook', 0.05),
    },
    {
      goal: '6. A/A error beside TensorZero (50 %, 20,000 a variant)',
      must: 'ours 5 % and 3 standard errors, theirs above',
      measured: `ours ${percent(long.rate('planned'))}, theirs ${percent(long.rate('tensorzero'))}`,
      held:
        long.rate('planned') <= atMost(0.05, long.replications) &&
        long.rate('tensorzero') > atMost(0.05, long.replications),
    },
  );
  return rows;
}
