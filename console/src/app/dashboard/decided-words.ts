import { quantityOf } from '../numbers/quantity';
import { formatChange, formatWithInterval } from '../numbers/format';
import type { Decided, Effect, MetricKind } from './dashboard-api';

/** How an ending looks. */
export interface DecidedLook {
  readonly tone: 'good' | 'wait' | 'bad' | 'quiet';
  readonly icon: 'check' | 'warning' | 'info' | 'close';
  readonly word: string;
}

/** By its verdict; without one a person ended it. */
export function decidedLook({ verdict, winner, status }: Decided): DecidedLook {
  if (verdict === 'harmful') return { tone: 'bad', icon: 'warning', word: 'harmful' };
  if (verdict === 'invalid_srm') return { tone: 'bad', icon: 'warning', word: 'unhealthy' };
  if (winner !== null) return { tone: 'good', icon: 'check', word: 'won' };
  if (verdict === null && status === 'stopped') return { tone: 'quiet', icon: 'close', word: 'stopped' };
  const word =
    verdict === 'inconclusive'
      ? 'inconclusive'
      : verdict === 'no_meaningful_difference'
        ? 'no difference'
        : 'no winner';
  return { tone: 'quiet', icon: 'info', word };
}

/** An effect with its interval, in the metric's unit; on a log scale as a relative change. */
export function effectWords(effect: Effect, metrics: readonly MetricKind[], locale?: string): string {
  const { difference, low, high } = effect;
  const interval = low === null || high === null ? null : ([low, high] as const);
  const metric = metrics.find(({ name }) => name === effect.metric);
  if (metric?.scale === 'log') {
    const change = (value: number) => Math.expm1(value);
    return formatChange(change(difference), interval && [change(interval[0]), change(interval[1])], locale);
  }
  return formatWithInterval(
    difference,
    interval,
    metric ? quantityOf(metric) : { kind: 'plain', unit: '' },
    locale,
  );
}
