import { isRatio } from '../numbers/metric-text';
import { quantityOf } from '../numbers/quantity';
import type { Experiment, MetricDefinition } from './experiments-api';
import type { Comparison, ExperimentResults, VariantFigures } from './results-api';

const COLUMNS = [
  'metric',
  'role',
  'unit',
  'scale',
  'variant',
  'version',
  'n',
  'mean',
  'missing_share',
  'difference',
  'interval_low',
  'interval_high',
  'interval_method',
  'sequential_p',
  'anytime_p',
  'chance_to_win',
  'expected_loss_ship',
  'test_ended_at',
  'compared_n',
  'compared_mean',
  'compared_control_n',
  'compared_control_mean',
];

/** The results as rows for a spreadsheet: full numbers, differences on the analysed scale as the API gives them. */
export function resultsCsv(
  { variants }: Experiment,
  { readOut }: ExperimentResults,
  metrics: readonly MetricDefinition[],
): ReadonlyArray<readonly (string | number | null)[]> {
  const rows = (readOut?.metrics ?? []).flatMap((metric) =>
    metric.variants.map((figures) => {
      const comparison = metric.comparisons.find(({ variant }) => variant === figures.name);
      return [
        metric.name,
        metric.role,
        unitOf(metrics.find(({ name }) => name === metric.name)),
        isRatio(metric) ? 'log' : 'linear',
        figures.name,
        variants.find(({ name }) => name === figures.name)?.version ?? null,
        figures.count,
        figures.displayMean,
        figures.missingShare,
        comparison?.difference ?? null,
        comparison?.interval?.[0] ?? null,
        comparison?.interval?.[1] ?? null,
        comparison?.intervalMethod ?? null,
        comparison?.sequentialP ?? null,
        comparison?.anytimeP ?? null,
        comparison?.chanceToWin ?? null,
        comparison?.expectedLoss?.ship ?? null,
        comparison?.frozen?.units ?? null,
        ...comparedOf(comparison, figures, metric.variants[0]),
      ];
    }),
  );
  return [COLUMNS, ...rows];
}

/** What a difference is of: once its test has ended no longer of all conversations. */
function comparedOf(
  comparison: Comparison | undefined,
  now: VariantFigures,
  control: VariantFigures | undefined,
): readonly (number | null)[] {
  if (!comparison || !control) return [null, null, null, null];
  const { variant, control: against } = comparison.frozen ?? { variant: now, control };
  return [variant.count, variant.displayMean, against.count, against.displayMean];
}

/** Of the full numbers: a share is a part of 1. */
function unitOf(metric: MetricDefinition | undefined): string {
  if (!metric) return '';
  return quantityOf(metric).kind === 'share' ? 'share' : metric.unit;
}
