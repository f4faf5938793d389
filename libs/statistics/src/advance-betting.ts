import { type BettingState } from './statistics-state';

/** Bets tuned to effects of 1/4 to 4 times the minimum detectable one. */
const SCALES = [0.25, 0.5, 1, 2, 4] as const;
/** z(0.975) + z(0.8): with it the middle bet is the Kelly bet for the planned effect. */
const PLANNED_DRIFT = 2.8016;
/** No bet risks more than this part of the wealth. */
const RISK = 0.9;

/** One unit as the exact test sees it. */
export interface Bet {
  /** The value, rescaled to [0, 1]. */
  readonly value: number;
  readonly isVariant: boolean;
  /** The variant's share of the pair when this unit was assigned, in (0, 1). */
  readonly propensity: number;
  /** Fixed-sample units of the pair. */
  readonly plannedUnits: number;
}

/**
 * Bets on a difference of two variants, unit by unit (success metrics). CHANGES `state`.
 *
 * The contrast X = (y - m) / p for the variant, -(y - m) / (1 - p) for the control has mean 0 given the past when the
 * variant makes no difference, because of the random assignment alone: whatever the distribution, its drift, or p. The
 * centre m, the scale v and with them the bets come from past units only. The wealth of a bet is therefore a fair game;
 * it reaches 1/alpha with probability at most alpha, at any time (Ville; Waudby-Smith & Ramdas, arXiv 2010.09686).
 */
export function advanceBetting(state: BettingState, bet: Bet): void {
  const contrast = contrastOf(state, bet);
  const scale = (state.squares + 0.25) / (state.count + 1);
  const limit = RISK * Math.min(bet.propensity, 1 - bet.propensity);
  const kelly = PLANNED_DRIFT / Math.sqrt(bet.plannedUnits * scale);
  for (let k = 0; k < SCALES.length; k++) {
    const stake = Math.min(limit, SCALES[k]! * kelly);
    state.up[k]! += Math.log1p(stake * contrast);
    state.down[k]! += Math.log1p(-stake * contrast);
  }
  remember(state, bet.value, contrast);
}

/**
 * The same for a guardrail: `up` bets that the harm is below `margin`, `down` that there is harm. CHANGES `state`.
 *
 * `harmSign` is 1 when a rise is harm, else -1. `margin` > 0 is on the scale of the rescaled value. The bets against
 * the margin are the Kelly bets for no harm at all, margin / (v + margin^2), times the same five scales.
 */
export function advanceGuardrailBetting(
  state: BettingState,
  bet: Bet,
  harmSign: 1 | -1,
  margin: number,
): void {
  const contrast = contrastOf(state, bet);
  const harm = harmSign * contrast;
  const scale = (state.squares + 0.25) / (state.count + 1);
  const limit = RISK * Math.min(bet.propensity, 1 - bet.propensity);
  const kelly = PLANNED_DRIFT / Math.sqrt(bet.plannedUnits * scale);
  const marginKelly = margin / (scale + margin * margin);
  for (let k = 0; k < SCALES.length; k++) {
    // Every factor is positive: harm <= 1 / min(p, 1 - p), so the stake loses at most 90 %.
    state.up[k]! += Math.log1p(Math.min(limit, SCALES[k]! * marginKelly) * (margin - harm));
    state.down[k]! += Math.log1p(Math.min(limit, SCALES[k]! * kelly) * harm);
  }
  remember(state, bet.value, contrast);
}

/** No bets placed. */
export function emptyBetting(): BettingState {
  return { count: 0, sum: 0, squares: 0, up: [0, 0, 0, 0, 0], down: [0, 0, 0, 0, 0], peak: 0 };
}

function contrastOf(state: BettingState, bet: Bet): number {
  const centre = (state.sum + 0.5) / (state.count + 1);
  return bet.isVariant ? (bet.value - centre) / bet.propensity : (centre - bet.value) / (1 - bet.propensity);
}

function remember(state: BettingState, value: number, contrast: number): void {
  state.count += 1;
  state.sum += value;
  state.squares += contrast * contrast;
}
