import { type ComparisonState, type FrozenMoments, type MetricState, type Moments } from './statistics-state';

/** The moments that the large-sample tests of a pair use: those of now, or those of when its test ended. */
export function pairMoments(state: MetricState, variant: number): { control: Moments; variant: Moments } {
  const frozen = state.comparisons[variant - 1]!.frozen;
  return frozen ?? { control: state.moments[0]!, variant: state.moments[variant]! };
}

/** Keeps the pair's moments as they are now. CHANGES `comparison`. */
export function freeze(
  state: MetricState,
  comparison: ComparisonState,
  variant: number,
  reason: FrozenMoments['reason'],
  seq: number,
): void {
  comparison.frozen = {
    reason,
    seq,
    control: { ...state.moments[0]! },
    variant: { ...state.moments[variant]! },
  };
}
