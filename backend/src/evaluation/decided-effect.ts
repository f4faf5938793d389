import type { DashboardEffectDto } from './dashboard-decision.dto';

/** What of a final read-out is looked at. */
export interface DecidedFigures {
  readonly metrics?: ReadonlyArray<{
    readonly name: string;
    readonly role: 'success' | 'guardrail';
    readonly comparisons: ReadonlyArray<{
      readonly variant: string;
      readonly difference: number | null;
      readonly interval: readonly [number, number] | null;
    }>;
  }>;
}

/** What of a kept decision says what decided. */
export interface DecidedBy {
  /** Indices among the metrics and the variants; `null`: no boundary was crossed. */
  readonly crossing: { readonly metricIndex: number; readonly variantIndex: number } | null;
  /** Of the settings, in their order. */
  readonly metrics: ReadonlyArray<{ readonly name: string; readonly scale: 'linear' | 'log' }> | null;
  readonly variants: ReadonlyArray<{ readonly name: string }>;
}

/**
 * The difference to the control that the end rests on: in the metric that decided, and else in the primary one, which is the
 * first; of the winner, of the variant that decided, or else of the first one.
 */
export function decidedEffect(
  figures: DecidedFigures | null,
  winner: string | null,
  { crossing, metrics, variants }: DecidedBy,
): DashboardEffectDto | null {
  const decided = crossing ? metrics?.[crossing.metricIndex]?.name : undefined;
  const metric = figures?.metrics?.find(({ name }) => name === decided) ?? figures?.metrics?.[0];
  const preferred = winner ?? (crossing ? variants[crossing.variantIndex]?.name : null);
  const seen = metric?.comparisons.find(({ variant }) => variant === preferred) ?? metric?.comparisons[0];
  if (!metric || !seen || seen.difference === null) return null;
  const { variant, difference, interval } = seen;
  return {
    metric: metric.name,
    role: metric.role,
    scale: metrics?.find(({ name }) => name === metric.name)?.scale ?? 'linear',
    variant,
    difference,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
  };
}
