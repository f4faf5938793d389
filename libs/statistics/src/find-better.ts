import { chooseWinner } from './choose-winner';
import { type CompiledSettings } from './compile-settings';
import { type DecisiveCrossing, type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { commonBlocks, variantBlocks } from './find-blocks';
import { changeOf, names, numbersOf } from './find-harm';
import { reason } from './reason';
import { type StatisticsState } from './statistics-state';
import { standingCrossing } from './still-better';
import { firstCrossing, isWorse } from './success-crossing';

/** The variants that are significantly better, and what keeps them from being shipped. */
export interface BetterVariants {
  /** Why they are better, and which of several is best. */
  readonly reasons: Reason[];
  /** What blocks them all; empty when at least one may be shipped. */
  readonly blocks: Reason[];
  /** True when a block can never go away and no other variant can win any more either. */
  readonly hopeless: boolean;
  readonly crossing: DecisiveCrossing;
  readonly winner: number | null;
  readonly winners: readonly number[];
}

/** The variants significantly better than the control on a success metric and worse on none; null without. */
export function findBetter(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  now: number,
): BetterVariants | null {
  const better: DecisiveCrossing[] = [];
  const others: number[] = [];
  for (let variant = 1; variant < settings.variants.length; variant++) {
    if (isWorse(state, plan, variant)) continue;
    const crossing = firstCrossing(state, plan, variant, 1);
    if (crossing === null) others.push(variant);
    else better.push(standingCrossing(state, plan, variant) ?? crossing);
  }
  if (better.length === 0) return null;
  better.sort((a, b) => a.seq - b.seq || a.variantIndex - b.variantIndex);

  const common = commonBlocks(state, settings, now);
  const own = better.map(({ variantIndex }) => variantBlocks(state, settings, plan, variantIndex));
  const shippable = common.length > 0 ? [] : better.filter((_, index) => own[index]!.blocks.length === 0);
  const choice = chooseWinner(
    state,
    settings,
    plan,
    shippable.map(({ variantIndex }) => variantIndex),
  );
  return {
    reasons: [
      ...(shippable.length > 0 ? shippable : better).map((found) => significant(found, settings)),
      ...choice.reasons,
    ],
    blocks: shippable.length > 0 ? [] : [...common, ...own.flatMap(({ blocks }) => blocks)],
    hopeless:
      own.every(({ undecidable }) => undecidable) && others.every((variant) => isDone(state, plan, variant)),
    crossing: shippable[0] ?? better[0]!,
    winner: choice.winner,
    winners: choice.winners,
  };
}

function significant(crossing: DecisiveCrossing, settings: ExperimentSettings): Reason {
  const { metric, variant } = names(crossing, settings);
  const message =
    `Variant ${variant} is significantly better than the control on ${metric} ` +
    `(${changeOf(crossing, settings)}, ${crossing.method} test, unit ${crossing.seq}).`;
  return reason('significantly_better', message, numbersOf(crossing), { metric, variant });
}

function isDone(state: StatisticsState, plan: CompiledSettings, variant: number): boolean {
  return plan.success.every(
    (metric) => state.metrics[metric.index]!.comparisons[variant - 1]!.frozen?.reason === 'horizon',
  );
}
