import type { DashboardEffectDto } from './dashboard-decision.dto';

/** What of a final read-out is looked at. */
export interface DecidedFigures {
  readonly metrics?: ReadonlyArray<{
    readonly name: string;
    readonly comparisons: ReadonlyArray<{
      readonly variant: string;
      readonly difference: number | null;
      readonly interval: readonly [number, number] | null;
    }>;
  }>;
}

/** The difference to the control in the primary metric, which is the first: of the winner, or else of the first variant. */
export function decidedEffect(
  figures: DecidedFigures | null,
  winner: string | null,
): DashboardEffectDto | null {
  const primary = figures?.metrics?.[0];
  const seen = primary?.comparisons.find(({ variant }) => variant === winner) ?? primary?.comparisons[0];
  if (!primary || !seen || seen.difference === null) return null;
  const { variant, difference, interval } = seen;
  return {
    metric: primary.name,
    variant,
    difference,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
  };
}
