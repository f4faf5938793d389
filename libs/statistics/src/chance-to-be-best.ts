import { type Belief } from './belief';
import { quadrature } from './integrate';
import { normalPosterior } from './normal-posterior';

/** How several variants compare, by what is believed about their means. Descriptive, never a stopping rule. */
export interface Ranking {
  /** Chance of each to have the highest mean; they sum to 1. */
  readonly chances: readonly number[];
  /** Expected highest mean. */
  readonly best: number;
  /** What choosing each costs on average against the best. */
  readonly losses: readonly number[];
}

/**
 * The chance of each variant to be the best, without random numbers: in closed form for two normal beliefs, else by
 * quadrature on one grid for all, so that the cost grows with the number of variants and not with its square.
 * @example chanceToBeBest([rateBelief(100, 1000), rateBelief(120, 1000)]).chances[1] // 0.9231834390
 */
export function chanceToBeBest(beliefs: readonly Belief[]): Ranking {
  const [one, other] = beliefs;
  if (beliefs.length === 2 && one!.deviation !== null && other!.deviation !== null) {
    return comparePair(one!.mean, other!.mean, Math.hypot(one!.deviation, other!.deviation));
  }
  const chances = beliefs.map(() => 0);
  let best = 0;
  let total = 0;
  for (const { at, weight } of grid(beliefs)) {
    const below = beliefs.map((belief) => belief.below(at));
    // The product of all to the right of each, then from the left the product of all others.
    const after = below.map(() => 1);
    for (let i = below.length - 2; i >= 0; i--) after[i] = after[i + 1]! * below[i + 1]!;
    let before = 1;
    for (let i = 0; i < below.length; i++) {
      const share = before * after[i]!;
      before *= below[i]!;
      if (share === 0) continue;
      const part = weight * share * beliefs[i]!.density(at);
      chances[i]! += part;
      total += part;
      best += part * at;
    }
  }
  return ranking(beliefs, total > 0 ? chances.map((chance) => chance / total) : null, best / total);
}

function comparePair(one: number, other: number, deviation: number): Ranking {
  const { chanceToWin, ship, keep } = normalPosterior(other - one, deviation * deviation, Infinity);
  return { chances: [1 - chanceToWin, chanceToWin], best: one + keep, losses: [keep, ship] };
}

function ranking(beliefs: readonly Belief[], chances: readonly number[] | null, best: number): Ranking {
  const means = beliefs.map(({ mean }) => mean);
  const highest = Math.max(...means);
  if (chances === null) {
    // Beliefs too narrow to tell their ends apart: the highest mean is the best.
    const leader = means.indexOf(highest);
    return {
      chances: means.map((_, index) => (index === leader ? 1 : 0)),
      best: highest,
      losses: means.map((mean) => highest - mean),
    };
  }
  return { chances, best, losses: means.map((mean) => Math.max(0, best - mean)) };
}

/**
 * The points at which the best mean may lie: nothing is below where the highest belief begins. Piece by piece between
 * the beliefs' ends and middles, so that no narrow one falls between the points.
 */
function* grid(beliefs: readonly Belief[]): Generator<{ readonly at: number; readonly weight: number }> {
  const low = Math.max(...beliefs.map((belief) => belief.low));
  const high = Math.max(...beliefs.map((belief) => belief.high));
  const edges = beliefs.flatMap((belief) => [belief.low, belief.mean, belief.high]);
  const inside = edges.filter((edge) => edge > low && edge < high).sort((a, b) => a - b);
  let from = low;
  for (const to of [...inside, high]) {
    if (to > from) yield* quadrature(from, to);
    from = to;
  }
}
