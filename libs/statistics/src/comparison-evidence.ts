import { BET_WEIGHTS, logMean, logMixture } from './log-evidence';
import { type ComparisonState } from './statistics-state';

/** ln of the evidence in each direction, and in both for a success metric; null without an exact test. */
export function comparisonEvidence(
  comparison: ComparisonState,
  role: 'success' | 'guardrail',
): { readonly up: number; readonly down: number; readonly log: number } | null {
  if (comparison.betting === null) return null;
  const up = logMixture(comparison.betting.up, BET_WEIGHTS);
  const down = logMixture(comparison.betting.down, BET_WEIGHTS);
  return { up, down, log: role === 'success' ? logMean(up, down) : up };
}
