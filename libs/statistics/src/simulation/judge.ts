import { brownianCell, FUTILITY_INFLATION, PLAIN_INFLATION } from './brownian';
import { clusterCell } from './clusters';
import { beta, binary } from './distribution';
import { endlessNullCell, nullCells } from './false-positives';
import { judgeEfficiency } from './judge-efficiency';
import { judgeShipping } from './judge-shipping';
import { type AllOutcomes, highest, type Judgement, outcomesOf, percent } from './judgement';
import { MISSING_CELLS } from './missing-outcomes';
import { rampCell } from './ramp';
import { atMost, median, stopQuantile } from './replicate';
import { sampleRatioCell } from './sample-ratio';

function falsePositives(all: AllOutcomes): Judgement[] {
  const cells = nullCells();
  const endless = [endlessNullCell(binary(0.1), 100_000), endlessNullCell(beta(3, 2), 100_000)];
  const must = '5 % and 3 standard errors in every cell';
  return [
    { goal: '1. false positives, planned', must, ...highest(all, cells, 'planned', 0.05) },
    { goal: '1. false positives, anytime', must, ...highest(all, cells, 'anytime', 0.05) },
    { goal: '1. false positives, hybrid', must, ...highest(all, cells, 'hybrid', 0.05) },
    {
      goal: '1. false positives, anytime, 100,000 a variant',
      must,
      ...highest(all, endless, 'anytime', 0.05),
    },
  ];
}

function futility(all: AllOutcomes): Judgement[] {
  const most = { 0: 0.8, 1: 0.73, 2: 0.34 } as const;
  const rows = ([0, 1, 2] as const).map((effect) => {
    const mean = outcomesOf(
      all,
      brownianCell({ inflation: FUTILITY_INFLATION, futility: true, effect }),
    ).mean('stop');
    return {
      goal: `3. with futility, ${effect} x the effect (limit)`,
      must: `mean ${most[effect]}, maximum 1.18`,
      measured: `mean ${mean.toFixed(3)}, maximum ${FUTILITY_INFLATION.toFixed(3)}`,
      held: mean <= most[effect] && FUTILITY_INFLATION <= 1.18,
    };
  });
  return rows;
}

function others(all: AllOutcomes): Judgement[] {
  const even = outcomesOf(all, sampleRatioCell(0.5, 20_000));
  const seen = (
    [
      [0.52, 60_000, 11_000],
      [0.55, 20_000, 1_900],
      [0.6, 10_000, 520],
    ] as const
  ).map(([actual, units, must]) => ({
    actual,
    must,
    found: stopQuantile(outcomesOf(all, sampleRatioCell(actual, units)).column('mixture'), 0.5),
  }));
  const missing = outcomesOf(all, MISSING_CELLS[0]);
  const clusters = outcomesOf(all, clusterCell(0.6));
  const ramp = outcomesOf(all, rampCell('step', 2_000));
  const estimates = [0.5, 1, 1.5, 2].map((effect) => {
    const paths = outcomesOf(all, brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect }));
    return { bias: median(paths.column('unbiased')) / effect - 1, covered: paths.rate('covered') };
  });
  const bias = Math.max(...estimates.map((each) => Math.abs(each.bias)));
  const covered = Math.min(...estimates.map((each) => each.covered));
  return [
    {
      goal: '7. sample ratio, false alarms over 20,000 units',
      must: '0.1 % and 3 standard errors',
      measured: `${percent(even.rate('mixture'), 2)} (chi-square ${percent(even.rate('chi-square'), 2)})`,
      held: even.rate('mixture') <= atMost(0.001, even.replications),
    },
    {
      goal: '7. sample ratio, median units to detect',
      must: seen.map(({ actual, must }) => `${percent(actual, 0)}: ${must}`).join(', '),
      measured: seen.map(({ actual, found }) => `${percent(actual, 0)}: ${found}`).join(', '),
      held: seen.every(({ found, must }) => found <= must),
    },
    {
      goal: 'missing outcomes, as often in both: false alarms',
      must: '0.1 % and 3 standard errors',
      measured: percent(missing.rate('alarm'), 2),
      held: missing.rate('alarm') <= atMost(0.001, missing.replications),
    },
    {
      goal: '8. clusters, correlation 0.6',
      must: '6 %',
      measured: `${percent(clusters.rate('planned'))} (hybrid ${percent(clusters.rate('hybrid'))}, ratio of sums ${percent(clusters.rate('ratio'))}; single observations ${percent(clusters.rate('observations'))})`,
      held: ['planned', 'hybrid', 'ratio'].every((column) => clusters.rate(column) <= 0.06),
    },
    {
      goal: '9. ramp 10 to 50 % with drifting base rate',
      must: '5 % and 3 standard errors',
      measured: `anytime ${percent(ramp.rate('anytime'))}, hybrid ${percent(ramp.rate('hybrid'))}, planned ${percent(ramp.rate('planned'))} (pooled ${percent(ramp.rate('pooled'))})`,
      held: ['anytime', 'hybrid', 'planned'].every(
        (column) => ramp.rate(column) <= atMost(0.05, ramp.replications),
      ),
    },
    {
      goal: '10. estimate at the stop (limit, 0.5 to 2 x the effect)',
      must: 'median bias 2 %, interval holds the truth in 95 %',
      measured: `median bias ${percent(bias)}, interval holds it in ${percent(covered)}`,
      held: bias <= 0.02 && covered >= 0.95,
    },
  ];
}

/** Every goal of the acceptance run, held or not. */
export function judge(all: AllOutcomes): Judgement[] {
  return [
    ...falsePositives(all),
    ...judgeEfficiency(all),
    ...futility(all),
    ...others(all),
    ...judgeShipping(all),
  ];
}
