import { type AllOutcomes, type Judgement } from './judgement';
import {
  comparisonTable,
  errorGrid,
  estimateTable,
  experimentTable,
  futilityTable,
  guardrailTable,
  otherTable,
} from './report-tables';

/** What a run was. */
export interface Run {
  readonly replications: number;
  readonly seed: number;
  readonly seconds: number;
  readonly workers: number;
  readonly node: string;
  /** Microseconds for a unit, by mode. */
  readonly cost: Readonly<Record<string, number>>;
  readonly gbstats: {
    readonly version: string;
    readonly looks: number;
    readonly crossed: number;
    readonly disagreements: number;
    readonly worstRelativeDifference: number;
  } | null;
}

/** docs/simulations.md. */
export function report(all: AllOutcomes, goals: readonly Judgement[], run: Run): string {
  const held = goals.filter((goal) => goal.held).length;
  return `# Simulations

Written by \`npm run simulate\`; do not edit. This run: ${run.replications} replications of each cell, seed ${run.seed}, ${Math.round(run.seconds / 60)} minutes on
${run.workers} threads, Node ${run.node}. Every figure of ours comes from the production code (\`advance\`, \`decide\`, \`readOut\`,
\`countAssignment\`), fed unit by unit; the methods of others are re-implemented for comparison and see the same units. A short
form of every line runs with \`npm test\`, and each line is shown there to fail on a defect made on purpose.

Words: **planned** is the boundary |z| >= c t^(-1/4) up to a fixed horizon, **anytime** the exact test by betting, without a horizon,
**hybrid** both, with 80 % and 20 % of alpha (the default). Alpha is 5 %, two-sided, power 80 %; everybody looks after every unit.
Units are those of the pair, relative to a test with one single look ("fixed"). A rate r measured in n replications may be
3 sqrt(r (1 - r) / n) above its bound.

## Pass lines: ${held} of ${goals.length} held

| goal | must | measured | held |
| --- | --- | --- | --- |
${goals.map(({ goal, must, measured, held: ok }) => `| ${goal} | ${must} | ${measured} | ${ok ? 'yes' : '**no**'} |`).join('\n')}

## Ours, GrowthBook and peeking on the same random numbers

![False positives, and units needed, by method](simulations.svg)

${comparisonTable(all)}

False positives: share of experiments without any difference that are declared decided within four times the fixed units.
Power and mean: within the maximum. The maximum of planned and hybrid is their horizon; the methods without one are stopped where they
reach 80 % power, except TensorZero's rule, which goes on until it stops (here: four times the fixed units; its own limit is 10,000 a
variant). Naive is |z| >= 1.96 after every unit. The first four differences are those the method was chosen on, the others are new.
Nobody looks before 20 units a variant (TensorZero: 10).

The planned test uses the larger of Welch's and Student's variance, which is what keeps it honest at uneven splits, and "fixed" is a
t-test with one look, as experiments are planned: z^2 / 2 = 1.9 units above the formula for a known variance, 1 % of an experiment of
100 a variant and nothing of a large one. Below 150 a variant power is a point
short of 80 % and the mean at its limit (78.9 % and 0.770 at 97 a variant, 79.3 % and 0.755 at 142, in 40,000 replications): the boundary is
that of continuous watching, and one looks at whole units. A normal metric of known variance has 79.0 % there as well (decision 13).

## False positives

Share of experiments without a difference that are rejected, looking after every unit up to N_max (the size is half of it).
The exact test needs bounds; for the unbounded lognormal, anytime is an asymptotic boundary from 100 units a variant on.

${errorGrid(all)}

## Futility

In the limit (production boundary and conditional power on a Brownian motion), and whole experiments decided on a hundred times on their
way (30 % against 36 %). Mean units relative to fixed.

${futilityTable(all)}

## Sample ratio, clusters, ramps

${otherTable(all)}

## The estimate at the stop

Relative to the true difference; planned boundary.

${estimateTable(all)}

## Guardrails

Up to 1,200 units, watched after every one. False alarm: harm is claimed where there is none (bound 1 %). False clearance: the
harm is exactly the margin, and is called smaller (bound 5 %).

${guardrailTable(all)}

## Whole experiments

Insight quality, the user's action, failures and latency hang together through one latent mood of the conversation. A false rejection is one of
a hypothesis (variant, metric) that is true.

${experimentTable(all)}

## GrowthBook's own package

${gbstatsText(run)}

Figures of that package are kept beside the code (\`growthbook.vectors.json\`) and checked with every \`npm test\`, as are figures that
GrowthBook's own tests publish.

## Cost

One unit of one metric and one comparison, production code, best of several rounds: ${Object.entries(run.cost)
    .map(([mode, cost]) => `${mode} ${cost.toFixed(2)} µs`)
    .join(', ')} (must: 1 µs).

## What this does not show

- The planned boundary rests on the central limit theorem: these are measurements on these distributions and sizes, not a guarantee for
  every one. The exact test is a theorem; its measurements check the code.
- GrowthBook stands for its published formula at its default N\\* = 5000 and for looks after every unit; teams that tune N\\* to their
  size come closer (the horizon they would tune to is the one that planned uses).
- Conversations are independent here. Where users hold many, settle per user.
- A leak of a unit's own value into the centre of its own bet does not raise the false positives (the assignment is random whatever the
  value is): the worked vector notices that one, the simulations notice bets sized or placed by their own unit.

Run it again: \`npm run simulate\`, with \`-- --seed N --replications N --workers N\`; \`-- --only TEXT\` runs the cells with that text in
their name and prints them. \`--gbstats PYTHON\` (or GBSTATS_PYTHON) names an interpreter with the package.
`;
}

function gbstatsText({ gbstats }: Run): string {
  if (gbstats === null)
    return 'Not compared in this run: no interpreter with `gbstats` was given (see below).';
  return (
    `gbstats ${gbstats.version} on ${gbstats.looks} looks of simulated experiments (the same numbers; ${gbstats.crossed} of them beyond its ` +
    `boundary): ${gbstats.disagreements} looks decided differently by our re-implementation; the largest relative difference of p-value ` +
    `or interval is ${gbstats.worstRelativeDifference.toExponential(1)}.`
  );
}
