import type { Results } from '@prompt-registry/statistics';

/** The figures of one look, for charts: what moves from look to look, without what stays the same. */
export interface EvaluationFigures {
  /** Part of the horizon that is reached, in [0, 1]. */
  readonly progress: number;
  /** Evidence against the declared shares; 1 = none. */
  readonly sampleRatio: { readonly assignment: number; readonly settlement: number };
  /** Share of conversations seen in more than one variant. */
  readonly mixedShare: number;
  readonly metrics: readonly MetricFigures[];
}

export interface MetricFigures {
  readonly name: string;
  readonly variants: ReadonlyArray<{
    readonly name: string;
    /** Units with a value. */
    readonly count: number;
    /** In the metric's unit. */
    readonly mean: number | null;
  }>;
  /** Each variant against the control. */
  readonly comparisons: ReadonlyArray<{
    readonly variant: string;
    readonly difference: number | null;
    readonly interval: readonly [number, number] | null;
    readonly sequentialP: number | null;
    readonly anytimeP: number | null;
    readonly chanceToWin: number | null;
  }>;
}

/** What a chart shows of a read-out. */
export function evaluationFigures({ progress, sampleRatio, mixed, metrics }: Results): EvaluationFigures {
  return {
    progress,
    sampleRatio: {
      assignment: sampleRatio.assignment.evidence,
      settlement: sampleRatio.settlement.evidence,
    },
    mixedShare: mixed.share,
    metrics: metrics.map(({ name, variants, comparisons }) => ({
      name,
      variants: variants.map((of) => ({ name: of.name, count: of.count, mean: of.displayMean })),
      comparisons: comparisons.map((of) => ({
        variant: of.variant,
        difference: of.difference,
        interval: of.interval,
        sequentialP: of.sequentialP,
        anytimeP: of.anytimeP,
        chanceToWin: of.chanceToWin,
      })),
    })),
  };
}
