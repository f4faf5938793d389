import { decidingVariant } from './decided-by';
import type { Experiment } from './experiments-api';
import type { ExperimentResults } from './results-api';

/** Whom an experiment is about: who decided it, else who looks best on the primary metric; the first but the control without figures. */
export function leadingVariant(experiment: Experiment, results: ExperimentResults | undefined): string {
  const { variants, winner, plan } = experiment;
  const decided = winner ?? decidingVariant(experiment);
  if (decided !== null && decided !== undefined) return decided;
  const compared =
    results?.readOut?.metrics.find(({ name }) => name === plan.primaryMetric)?.comparisons ?? [];
  const [best] = compared
    .filter(({ difference }) => difference !== null)
    .sort((a, b) => (b.chanceToWin ?? 0) - (a.chanceToWin ?? 0));
  return best?.variant ?? variants[1]?.name ?? '';
}
