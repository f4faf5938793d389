import { bracketed } from '../numbers/digits';
import { formatCount, formatDuration, formatShare, formatValue, NONE_YET } from '../numbers/format';
import { type MeasuredMetric, type Quantity, quantityOf } from '../numbers/quantity';

/** The mean of an outcome metric, with its 95 % interval. */
export interface OutcomeMean {
  readonly metric: string;
  readonly n: number;
  /** So few that the interval is to be read with care. */
  readonly few: boolean;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** How a version did, as the API tells it. */
export interface VersionMetrics {
  /** Null: words that no version has, such as a prompt file's. */
  readonly version: number | null;
  readonly uses: number;
  readonly conversations: number;
  readonly errors: number;
  readonly unfinished: number;
  readonly flagged: number;
  readonly latencyMedianMs: number | null;
  readonly latencyP95Ms: number | null;
  readonly inputTokensMean: number | null;
  readonly outputTokensMean: number | null;
  readonly costSum: number | null;
  readonly costMean: number | null;
  readonly firstUsedAt: string | null;
  readonly lastUsedAt: string | null;
  readonly outcomes: readonly OutcomeMean[];
}

export interface PromptMetrics {
  readonly from: string;
  readonly to: string;
  readonly versions: readonly VersionMetrics[];
}

/** A metric as the registry knows it. */
export interface KnownMetric extends MeasuredMetric {
  readonly name: string;
  readonly direction: 'increase' | 'decrease';
}

/** What is told of how a use went, beside its outcomes. */
export interface Figure {
  readonly key: string;
  readonly title: string;
  readonly quantity: Quantity;
  /** Undefined where neither is. */
  readonly better?: 'higher' | 'lower';
  read(metrics: VersionMetrics): {
    readonly value: number | null;
    readonly low?: number | null;
    readonly high?: number | null;
  };
}

/** In the team's own currency, which nobody has named. */
const COST = { kind: 'plain', unit: '' } as const;

/** Figures that every use has, whatever its outcomes. */
export const USE_FIGURES: readonly Figure[] = [
  figure(
    'latency',
    'Latency, median',
    { kind: 'duration' },
    ({ latencyMedianMs }) => latencyMedianMs,
    'lower',
  ),
  figure('latency-p95', 'Latency, 95 %', { kind: 'duration' }, ({ latencyP95Ms }) => latencyP95Ms, 'lower'),
  figure(
    'input-tokens',
    'Tokens in, mean',
    { kind: 'plain', unit: '' },
    ({ inputTokensMean }) => inputTokensMean,
  ),
  figure(
    'output-tokens',
    'Tokens out, mean',
    { kind: 'plain', unit: '' },
    ({ outputTokensMean }) => outputTokensMean,
  ),
  figure('cost', 'Cost of a use, mean', COST, ({ costMean }) => costMean, 'lower'),
  figure(
    'errors',
    'Errors',
    { kind: 'share' },
    ({ errors, uses }) => (uses > 0 ? errors / uses : null),
    'lower',
  ),
];

function figure(
  key: string,
  title: string,
  quantity: Quantity,
  read: (metrics: VersionMetrics) => number | null,
  better?: Figure['better'],
): Figure {
  return {
    key,
    title,
    quantity,
    ...(better ? { better } : {}),
    read: (metrics) => ({ value: read(metrics) }),
  };
}

/** The outcome metrics that some version has values of, by name, each with how its values are written. */
export function outcomeFigures(
  versions: readonly VersionMetrics[],
  known: readonly KnownMetric[],
): readonly Figure[] {
  const names = [...new Set(versions.flatMap(({ outcomes }) => outcomes.map(({ metric }) => metric)))].sort();
  return names.map((name) => {
    const metric = known.find((one) => one.name === name);
    return {
      key: name,
      title: name,
      quantity: metric ? quantityOf(metric) : { kind: 'plain', unit: '' },
      ...(metric ? { better: metric.direction === 'increase' ? 'higher' : 'lower' } : {}),
      read: ({ outcomes }) => {
        const found = outcomes.find((outcome) => outcome.metric === name);
        return { value: found?.mean ?? null, low: found?.low ?? null, high: found?.high ?? null };
      },
    };
  });
}

/** A mean, its interval without the unit again, and of how many conversations. */
export function meanWords({ mean, low, high, n, few }: OutcomeMean, quantity: Quantity, locale?: string) {
  const bare = (bound: number) => formatValue(bound, quantity, locale).replace(/\s*%$/, '');
  return {
    mean: formatValue(mean, quantity, locale),
    interval: low === null || high === null ? '' : bracketed(bare(low), bare(high), locale),
    n: few ? `${formatCount(n, locale)}, few` : formatCount(n, locale),
  };
}

/** What one version's row says. */
export function rowOf(metrics: VersionMetrics) {
  const { uses, conversations, errors, latencyMedianMs, latencyP95Ms, inputTokensMean, outputTokensMean } =
    metrics;
  const tokens = (mean: number | null) => (mean === null ? NONE_YET : formatCount(Math.round(mean)));
  return {
    version: metrics.version,
    uses: formatCount(uses),
    conversations: formatCount(conversations),
    errors: uses === 0 ? NONE_YET : formatShare(errors / uses),
    latency: formatDuration(latencyMedianMs),
    latencyP95: formatDuration(latencyP95Ms),
    tokens:
      inputTokensMean === null && outputTokensMean === null
        ? NONE_YET
        : `${tokens(inputTokensMean)} → ${tokens(outputTokensMean)}`,
    cost: formatValue(metrics.costMean, COST),
    costSum: formatValue(metrics.costSum, COST),
    lastUsedAt: metrics.lastUsedAt,
  };
}

/** The versions that a comparison begins with: what runs, the newest, then the most used; oldest first. */
export function versionsToCompare(
  versions: readonly VersionMetrics[],
  running: number | null,
  most: number,
): readonly number[] {
  const used = versions.flatMap(({ version, uses }) => (version === null ? [] : [{ version, uses }]));
  const rank = ({ version, uses }: { version: number; uses: number }): number => {
    if (version === running) return Infinity;
    return version === used[0]?.version ? Number.MAX_SAFE_INTEGER : uses;
  };
  return [...used]
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, most)
    .map(({ version }) => version)
    .sort((a, b) => a - b);
}
