import { brownianCell, FUTILITY_INFLATION, PLAIN_INFLATION } from './brownian';
import { clusterCell } from './clusters';
import { efficiencyCell, horizonOf, SCENARIOS } from './efficiency';
import { estimateCell } from './estimate';
import { modesFor, NULL_DISTRIBUTIONS, NULL_SHARES, NULL_SIZES, nullCell } from './false-positives';
import { FUTILITY_FIXED, futilityCell } from './futility';
import { GUARDRAIL_CASES, guardrailCell } from './guardrails';
import { type AllOutcomes, outcomesOf, percent } from './judgement';
import { MISSING_CELLS } from './missing-outcomes';
import { rampCell } from './ramp';
import { atPower, meanUnits, median, type Outcomes, stopQuantile } from './replicate';
import { sampleRatioCell } from './sample-ratio';
import { shippingCells } from './shipping';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One method in the comparison, in fixed units. */
export interface Method {
  readonly name: string;
  readonly column: string;
  readonly falsePositives: number;
  readonly power: number;
  readonly mean: number;
  readonly max: number;
}

/** A draw that is not exactly even reaches the horizon some units late: chi-square of one degree, in 99.9 % at most these. */
const LATE = 11;

/** The methods of one scenario. */
export function methodsOf(all: AllOutcomes, scenario: (typeof SCENARIOS)[number]): Method[] {
  const there = outcomesOf(all, efficiencyCell(scenario, false));
  const none = outcomesOf(all, efficiencyCell(scenario, true));
  const { fixed, length } = scenario;
  const row = (name: string, column: string, max: number, late = 0): Method => ({
    name,
    column,
    falsePositives: none.rate(column),
    power: there.rate(column, max + late),
    mean: meanUnits(there.column(column), max) / fixed,
    max: max / fixed,
  });
  const open = (column: string) => atPower(there.column(column), 0.8).max;
  return [
    row('planned', 'planned', horizonOf('planned', fixed), LATE),
    row('hybrid', 'hybrid', horizonOf('hybrid', fixed), LATE),
    row('anytime', 'anytime', open('anytime')),
    row('GrowthBook', 'growthbook', open('growthbook')),
    row('TensorZero', 'tensorzero', length),
    row('naive peeking', 'naive', open('naive')),
  ];
}

export function comparisonTable(all: AllOutcomes): string {
  const rows = SCENARIOS.flatMap((scenario) =>
    methodsOf(all, scenario).map(({ name, falsePositives, power, mean, max }, i) => [
      i === 0 ? `${scenario.name} (fixed: ${Math.round(scenario.fixed / 2)} a variant)` : '',
      name,
      percent(falsePositives),
      percent(power),
      mean.toFixed(2),
      max.toFixed(2),
    ]),
  );
  return table(['difference', 'method', 'false positives', 'power', 'mean units', 'maximum units'], rows);
}

export function errorGrid(all: AllOutcomes): string {
  const rows = NULL_DISTRIBUTIONS.flatMap((distribution) =>
    NULL_SHARES.map((share) => [
      `${distribution.name}, ${percent(1 - share, 0)} / ${percent(share, 0)}`,
      ...NULL_SIZES.map((size) => {
        const outcomes = outcomesOf(all, nullCell(distribution, size, share));
        return modesFor(distribution, size)
          .map((mode) => (100 * outcomes.rate(mode)).toFixed(1))
          .join(' · ');
      }),
    ]),
  );
  const head = ['%: planned · anytime · hybrid', ...NULL_SIZES.map((size) => `${size} a variant`)];
  return table(head, rows);
}

export function futilityTable(all: AllOutcomes): string {
  const rows = [0, 0.5, 1, 2].map((effect) => {
    const limit = outcomesOf(all, brownianCell({ inflation: FUTILITY_INFLATION, futility: true, effect }));
    const plain = outcomesOf(all, brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect }));
    const real = (['planned', 'hybrid'] as const).map((mode) => outcomesOf(all, futilityCell(mode, effect)));
    return [
      `${effect} x`,
      `${plain.mean('stop').toFixed(3)}, ${percent(plain.rate('rejected'))}`,
      `${limit.mean('stop').toFixed(3)}, ${percent(limit.rate('rejected'))}`,
      ...real.map(
        (outcomes) =>
          `${(outcomes.mean('units') / FUTILITY_FIXED).toFixed(3)}, ${percent(outcomes.rate('success'))}, ${percent(outcomes.rate('futile'))}`,
      ),
    ];
  });
  return table(
    [
      'effect',
      'limit, no futility: mean, rejected',
      'limit, futility: mean, rejected',
      'planned through decide(): mean, rejected, futile',
      'hybrid through decide(): mean, rejected, futile',
    ],
    rows,
  );
}

export function otherTable(all: AllOutcomes): string {
  const ratios = (
    [
      [0.5, 20_000],
      [0.52, 60_000],
      [0.55, 20_000],
      [0.6, 10_000],
    ] as const
  ).map(([actual, units]) => {
    const outcomes = outcomesOf(all, sampleRatioCell(actual, units));
    const show = (column: string) =>
      actual === 0.5
        ? `${percent(outcomes.rate(column), 2)} false alarms`
        : `seen after ${stopQuantile(outcomes.column(column), 0.5)} (median)`;
    return [
      `${percent(actual, 0)} instead of 50 %`,
      `mixture ${show('mixture')}; concentration 10,000 ${show('single')}; chi-square below 0.001 ${show('chi-square')}`,
    ];
  });
  const missing = MISSING_CELLS.map((cell, i) => {
    const outcomes = outcomesOf(all, cell);
    const seen = `seen after ${stopQuantile(outcomes.column('alarm'), 0.5)} units (median)`;
    return [cell.name, i === 0 ? `${percent(outcomes.rate('alarm'), 2)} false alarms` : seen];
  });
  const rates = (outcomes: Outcomes) =>
    outcomes.columns.map((column) => `${column} ${percent(outcomes.rate(column))}`).join(', ');
  return table(
    ['what', 'measured'],
    [
      ...ratios,
      ...missing,
      ...[0.3, 0.6].map((icc) => [
        `conversations with 1 to 40 observations, correlation ${icc}, no difference, 300 a variant`,
        rates(outcomesOf(all, clusterCell(icc))),
      ]),
      [
        'share 10 % then 50 %, base rate 10 % then 15 %, no difference',
        rates(outcomesOf(all, rampCell('step', 2_000))),
      ],
      [
        'base rate swinging between 5 and 25 %, even split, no difference',
        rates(outcomesOf(all, rampCell('cycle', 2_000))),
      ],
    ],
  );
}

export function estimateTable(all: AllOutcomes): string {
  const limits = [0.5, 1, 1.5, 2].map((effect) => {
    const paths = outcomesOf(all, brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect }));
    const middle = (column: string) => (median(paths.column(column)) / effect).toFixed(3);
    const mean = (paths.mean('raw') / effect).toFixed(2);
    return [
      `limit, ${effect} x`,
      middle('raw'),
      mean,
      middle('unbiased'),
      percent(paths.rate('covered')),
      '',
    ];
  });
  const real = SCENARIOS.map((scenario) => {
    const outcomes = outcomesOf(all, estimateCell(scenario));
    return [
      `${scenario.name}, readOut()`,
      median(outcomes.column('raw')).toFixed(3),
      outcomes.mean('raw').toFixed(2),
      median(outcomes.column('unbiased')).toFixed(3),
      percent(outcomes.rate('repeated interval')),
      percent(outcomes.rate('plain interval')),
    ];
  });
  return table(
    [
      'effect',
      'raw, median',
      'raw, mean',
      'median-unbiased, median',
      'repeated interval holds the truth',
      'raw ± 1.96 s.e. holds it',
    ],
    [...limits, ...real],
  );
}

export function guardrailTable(all: AllOutcomes): string {
  const rows = GUARDRAIL_CASES.flatMap((each) =>
    [0.5, 0.1].map((share) => [
      `${each.name}, ${percent(1 - share, 0)} / ${percent(share, 0)}`,
      ...(['planned', 'anytime', 'hybrid'] as const).map((mode) => {
        const outcomes = outcomesOf(all, guardrailCell(each, share, mode));
        return `${percent(outcomes.rate('false alarm'))}, ${percent(outcomes.rate('false clearance'))}`;
      }),
    ]),
  );
  return table(['false alarm, false clearance', 'planned', 'anytime', 'hybrid'], rows);
}

export function experimentTable(all: AllOutcomes): string {
  const rows = shippingCells().map((cell) => {
    const outcomes = outcomesOf(all, cell);
    const rate = (column: string) => percent(outcomes.rate(column));
    return [
      cell.name,
      rate('success'),
      rate('harmful'),
      rate('other end'),
      rate('false rejection'),
      outcomes.mean('units').toFixed(0),
    ];
  });
  return table(
    ['experiment', 'success', 'harmful', 'ended otherwise', 'false rejection', 'mean units'],
    rows,
  );
}
