import type { MetricDesign, Spread } from '@prompt-registry/statistics';
import type { ExperimentPlan } from '../experiments/experiment-plan';
import { standardDeviationOf, type RecentTraffic } from './recent-traffic';

/**
 * How it is known how much a metric varies: from the prompt's own traffic, from what somebody expects of it, as the most that its
 * bounds allow, or not at all.
 */
export const SPREAD_BASES = ['measured', 'expected', 'widest', 'unknown'] as const;
export type SpreadBasis = (typeof SPREAD_BASES)[number];

export interface KnownSpread {
  readonly basis: SpreadBasis;
  readonly spread: Spread | null;
}

type Expected = Pick<ExperimentPlan, 'expectedMean' | 'expectedStandardDeviation'>;

/**
 * What is known of a metric that an experiment is planned with. What was measured goes before what is expected; `expected` is of
 * this metric, `null` of one that nobody was asked about. The size of guardrails that were never measured is not guessed: at
 * their widest, a failure that hardly ever happens would ask for more units than anything else.
 */
export function knownSpread(
  metric: MetricDesign,
  traffic: RecentTraffic,
  expected: Expected | null,
): KnownSpread {
  const measured = standardDeviationOf(metric, traffic);
  const rate = traffic.baselines[metric.name]?.mean;
  if (measured !== null && rate !== undefined)
    return { basis: 'measured', spread: spreadOf(metric, rate, measured) };
  if (metric.role === 'guardrail' || metric.scale !== 'linear') return { basis: 'unknown', spread: null };
  return (expected && expectedSpread(metric, expected)) ?? { basis: 'unknown', spread: null };
}

function expectedSpread(metric: MetricDesign, expected: Expected): KnownSpread | null {
  const { expectedMean: mean = null, expectedStandardDeviation: deviation = null } = expected;
  if (metric.kind === 'binary')
    return mean === null
      ? { basis: 'widest', spread: { standardDeviation: 0.5 } }
      : { basis: 'expected', spread: spreadOf(metric, mean, 0) };
  if (deviation !== null) return { basis: 'expected', spread: { standardDeviation: deviation } };
  if (metric.range === null) return null;
  const [low, high] = metric.range;
  // All values at one end or the other: half at each, or as many as make the mean.
  const middle = mean ?? (low + high) / 2;
  return { basis: 'widest', spread: { standardDeviation: Math.sqrt((high - middle) * (middle - low)) } };
}

/** The variances of rates follow from them; a guardrail's margin is a change for the worse. */
function spreadOf({ kind, direction, role }: MetricDesign, rate: number, standardDeviation: number): Spread {
  if (kind !== 'binary') return { standardDeviation };
  const improvement = direction === 'increase' ? 1 : -1;
  return { rate, change: role === 'guardrail' ? ((0 - improvement) as 1 | -1) : improvement };
}
