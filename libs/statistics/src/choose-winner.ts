import { type CompiledSettings } from './compile-settings';
import { type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { normalPosterior } from './normal-posterior';
import { reason } from './reason';
import { type Moments, type StatisticsState } from './statistics-state';

/**
 * Which of the variants that may be shipped is the winner: the one with the highest posterior mean on the success metric
 * with the most weight, if its expected loss against each other one is small (settings.winnerLoss of the minimum
 * detectable effect). Otherwise none, and all are named: each is better than the control.
 */
export function chooseWinner(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  variants: readonly number[],
): { readonly winner: number | null; readonly winners: readonly number[]; readonly reasons: Reason[] } {
  if (variants.length <= 1) return { winner: variants[0] ?? null, winners: variants, reasons: [] };
  const primary = plan.success.reduce((best, metric) => (metric.weight > best.weight ? metric : best));
  const moments = state.metrics[primary.index]!.moments;
  const worth = (variant: number) => primary.improvement * moments[variant]!.mean;
  const ranked = [...variants].sort((a, b) => worth(b) - worth(a) || a - b);
  const leader = ranked[0]!;
  const effect = primary.design.minimumDetectableEffect;
  const clear = ranked.slice(1).every((other) => {
    const variance = errorOf(moments[leader]!) + errorOf(moments[other]!);
    if (!(variance > 0)) return worth(leader) > worth(other);
    const { ship } = normalPosterior(worth(leader) - worth(other), variance, 2 * effect);
    return ship < settings.winnerLoss * effect;
  });
  if (clear) return { winner: leader, winners: ranked, reasons: [] };
  const list = ranked.map((variant) => settings.variants[variant]!.name).join(', ');
  const message = `Several variants are better than the control and too close to call: ${list}. Choose one by hand.`;
  return {
    winner: null,
    winners: ranked,
    reasons: [reason('several_winners', message, { variants: ranked.length })],
  };
}

function errorOf(moments: Moments): number {
  return moments.count < 2 ? Infinity : moments.squares / (moments.count - 1) / moments.count;
}
