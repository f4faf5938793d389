import { formatChance, formatCount, formatP, formatShare, NONE_YET } from '../numbers/format';
import { isTeamCurrency, TEAM_CURRENCY } from '../numbers/quantity';
import { harmLevel } from './decided-by';
import type { Experiment, MetricDefinition } from './experiments-api';
import { marginOf } from './guardrail-margin';
import type { Comparison, ExperimentResults, MetricReadOut } from './results-api';
import { isRatio, MetricText } from '../numbers/metric-text';

/** What is known about a variant on a metric, as a word. */
export interface ResultWord {
  readonly word: string;
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'quiet';
}

/** A variant on one metric, as the table of results writes it. */
export interface ResultRow {
  readonly index: number;
  readonly variant: string;
  readonly version: number;
  readonly count: string;
  readonly mean: string;
  readonly missing: string;
  /** Undefined of the control, which the others are compared with. */
  readonly comparison?: {
    readonly difference: string;
    /** Of which conversations it is, where they are not all those that are counted, and why. */
    readonly of: { readonly words: string; readonly why: string } | null;
    /** As shares of the metric's widest interval, for the little picture: -1 to 1. */
    readonly span: { readonly low: number; readonly at: number; readonly high: number } | null;
    readonly p: string;
    readonly exactP: string;
    /** What p is of, where it is not of a difference. */
    readonly pOf: string;
    readonly pMeaning: string;
    /** Why a difference stands without an interval; empty where it has one. */
    readonly noInterval: string;
    readonly chance: string;
    readonly chanceToWin: number | null;
    readonly loss: string;
    readonly result: ResultWord;
  };
}

/** A metric and its variants. */
export interface ResultGroup {
  readonly metric: string;
  readonly role: 'success' | 'guardrail';
  readonly isPrimary: boolean;
  /** What is better, and for a guardrail how much worse is still fine. */
  readonly about: string;
  readonly description: string;
  readonly rows: readonly ResultRow[];
}

/** The results as they are written; success metrics first, the primary one before all. */
export function resultGroups(
  experiment: Experiment,
  results: ExperimentResults,
  metrics: readonly MetricDefinition[],
): readonly ResultGroup[] {
  return (results.readOut?.metrics ?? [])
    .map((readOut) => {
      const metric = metrics.find(({ name }) => name === readOut.name);
      const isPrimary = readOut.name === experiment.plan.primaryMetric;
      return {
        metric: readOut.name,
        role: readOut.role,
        isPrimary,
        about: aboutOf(experiment, readOut, metric),
        description: metric?.description ?? '',
        rows: rowsOf(experiment, readOut, metric),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** So many fit a narrow screen without folding any; of more, so many stand beside the control. */
const FEW = 5;
const SHOWN_BESIDE = 3;

/**
 * The places of the variants that can wait where there is little room: all but the control, those that look best on the primary
 * metric, and whoever has a result on any.
 */
export function furtherVariants(
  { variants }: Pick<Experiment, 'variants'>,
  groups: readonly ResultGroup[],
): ReadonlySet<number> {
  if (variants.length <= FEW) return new Set();
  const chance = (row: ResultRow) => row.comparison?.chanceToWin ?? -1;
  const [primary] = groups;
  const best = [...(primary?.rows ?? [])]
    .filter(({ comparison }) => comparison)
    .sort((a, b) => chance(b) - chance(a));
  const kept = new Set([0, ...best.slice(0, SHOWN_BESIDE).map(({ index }) => index)]);
  for (const { role, rows } of groups)
    for (const { index, comparison } of rows) {
      const tone = comparison?.result.tone ?? 'quiet';
      if (tone === 'bad' || (tone === 'good' && role === 'success')) kept.add(index);
    }
  return new Set(variants.map((_, index) => index).filter((index) => !kept.has(index)));
}

function rank({ role, isPrimary }: Pick<ResultGroup, 'role' | 'isPrimary'>): number {
  return role === 'guardrail' ? 2 : isPrimary ? 0 : 1;
}

function aboutOf(
  experiment: Experiment,
  { name, role }: MetricReadOut,
  metric: MetricDefinition | undefined,
): string {
  const better = metric
    ? `${metric.direction === 'increase' ? 'higher' : 'lower'} is better${isTeamCurrency(metric) ? `, ${TEAM_CURRENCY}` : ''}`
    : '';
  if (role === 'success') return better;
  const margin = marginOf(experiment, name, metric ? [metric] : []);
  if (margin === null) return better;
  return `${better}; to win, it must be shown to be less than ${new MetricText(metric).size(margin)} worse; surely worse at all ends it`;
}

function rowsOf(
  experiment: Experiment,
  readOut: MetricReadOut,
  metric: MetricDefinition | undefined,
): readonly ResultRow[] {
  const text = new MetricText(metric, isRatio(readOut));
  const widest = Math.max(
    ...readOut.comparisons.flatMap(({ interval }) =>
      interval ? interval.map((end) => Math.abs(text.shown(end))) : [],
    ),
    0,
  );
  return experiment.variants.map(({ name, version }, index) => {
    const figures = readOut.variants.find((of) => of.name === name);
    const comparison = readOut.comparisons.find((of) => of.variant === name);
    return {
      index,
      variant: name,
      version,
      count: formatCount(figures?.count),
      mean: text.value(figures?.displayMean),
      missing: figures?.missingShare ? `${formatShare(figures.missingShare)} missing` : '',
      ...(comparison
        ? {
            comparison: {
              ...comparisonOf(comparison, readOut.role, experiment, text, widest),
              of: frozenWords(comparison, readOut, text),
            },
          }
        : {}),
    };
  });
}

function comparisonOf(
  comparison: Comparison,
  role: MetricReadOut['role'],
  experiment: Experiment,
  text: MetricText,
  widest: number,
): Omit<NonNullable<ResultRow['comparison']>, 'of'> {
  const { difference, interval, chanceToWin, expectedLoss } = comparison;
  const { status } = experiment;
  const share = (of: number) => Math.max(-1, Math.min(1, text.shown(of) / widest));
  return {
    difference: text.difference(difference, interval),
    span:
      interval && difference !== null && widest > 0
        ? { low: share(interval[0]), at: share(difference), high: share(interval[1]) }
        : null,
    noInterval: difference !== null && interval === null ? 'too few for an interval' : '',
    ...pWords(comparison, role, experiment),
    chance: formatChance(chanceToWin),
    chanceToWin,
    loss: text.size(expectedLoss?.ship),
    result: resultWord(comparison, role, status === 'running' || status === 'paused'),
  };
}

/** Of a guardrail p is of its holding; beside a harm that would speak of another test than the one that rang. */
function pWords(
  { difference, sequentialP, anytimeP, harm }: Comparison,
  role: MetricReadOut['role'],
  experiment: Experiment,
): Pick<NonNullable<ResultRow['comparison']>, 'p' | 'exactP' | 'pOf' | 'pMeaning'> {
  if (role === 'guardrail' && harm) {
    const level = harmLevel(experiment);
    return {
      p: level === undefined ? NONE_YET : `≤ ${formatP(level)}`,
      exactP: '',
      pOf: 'harm alarm',
      pMeaning: 'So rarely it rings, at any look, where a variant is no worse',
    };
  }
  const pOf = role === 'guardrail' && difference !== null ? 'non-inferiority' : '';
  return {
    p: difference === null ? NONE_YET : formatP(sequentialP ?? anytimeP),
    exactP: difference !== null && sequentialP !== null && anytimeP !== null ? formatP(anytimeP) : '',
    pOf,
    pMeaning: pOf && 'How sure it is that the guardrail holds: small is good, large is not yet shown',
  };
}

/** Since its test ended a difference stays as it was, while conversations and means go on. */
function frozenWords(
  { frozen, variant }: Comparison,
  { variants }: MetricReadOut,
  text: MetricText,
): NonNullable<ResultRow['comparison']>['of'] {
  if (!frozen) return null;
  const now = variants.find(({ name }) => name === variant);
  if (now?.count === frozen.variant.count && variants[0]?.count === frozen.control.count) return null;
  const ended =
    frozen.reason === 'horizon'
      ? 'The planned test ended there, at its planned size'
      : 'The planned test ended there, because the split changed';
  const write = ({ count, displayMean }: typeof frozen.variant) =>
    `${formatCount(count)} with a mean of ${text.value(displayMean)}`;
  return {
    words: `of the first ${formatCount(frozen.units)} conversations`,
    why: `${ended}: the control had ${write(frozen.control)}, this variant ${write(frozen.variant)}. Difference and interval stay as they were; n, mean, chance to win and loss go on.`,
  };
}

function resultWord(comparison: Comparison, role: MetricReadOut['role'], open: boolean): ResultWord {
  if (role === 'guardrail') {
    if (comparison.harm) return { word: 'harm', icon: 'warning', tone: 'bad' };
    if (comparison.nonInferior) return { word: 'holds', icon: 'check', tone: 'good' };
    return { word: open ? 'collecting' : 'not shown', icon: 'clock', tone: 'quiet' };
  }
  if (comparison.significant?.direction === 1) return { word: 'better', icon: 'check', tone: 'good' };
  if (comparison.significant?.direction === -1) return { word: 'worse', icon: 'warning', tone: 'bad' };
  return { word: open ? 'collecting' : 'not shown', icon: 'clock', tone: 'quiet' };
}
