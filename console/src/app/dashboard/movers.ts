import type { MetricKind, PromptUsage } from './dashboard-api';

/** With fewer values on either side a change is mostly chance. */
const LEAST_VALUES = 20;
const MOST = 5;

/** A metric of a prompt whose mean is another than in the time before. */
export interface Mover {
  readonly promptName: string;
  readonly metric: string;
  readonly mean: number;
  readonly meanBefore: number;
  readonly change: number;
  readonly count: number;
  readonly countBefore: number;
  /** Null: the metric is not known, so nobody can say which way is better. */
  readonly isBetter: boolean | null;
}

/** The biggest changes, relative to what was; observed, so also when nothing about the prompt has changed. */
export function moversOf(prompts: readonly PromptUsage[], metrics: readonly MetricKind[]): readonly Mover[] {
  const movers = prompts.flatMap(({ promptName, outcomes }) =>
    outcomes.flatMap(({ metric, count, mean, countBefore, meanBefore }): readonly Mover[] => {
      if (mean === null || meanBefore === null || Math.min(count, countBefore) < LEAST_VALUES) return [];
      const change = mean - meanBefore;
      const direction = metrics.find(({ name }) => name === metric)?.direction;
      const isBetter = direction === undefined ? null : (direction === 'increase') === change > 0;
      return change === 0
        ? []
        : [{ promptName, metric, mean, meanBefore, change, count, countBefore, isBetter }];
    }),
  );
  const size = ({ change, meanBefore, mean }: Mover) =>
    Math.abs(change) / Math.max(Math.abs(meanBefore), Math.abs(mean));
  return movers.sort((a, b) => size(b) - size(a)).slice(0, MOST);
}
