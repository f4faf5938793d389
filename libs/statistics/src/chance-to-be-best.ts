import { type Belief } from './belief';
import { integrate } from './integrate';

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
 * The chance of each variant to be the best, by quadrature: no random numbers, the same on every run.
 * @example chanceToBeBest([rateBelief(100, 1000), rateBelief(120, 1000)]).chances[1] // 0.9231834390
 */
export function chanceToBeBest(beliefs: readonly Belief[]): Ranking {
  const edges = beliefs.flatMap(({ low, mean, high }) => [low, mean, high]).sort((a, b) => a - b);
  let best = 0;
  const chances = beliefs.map((own, index) => {
    const others = beliefs.filter((_, other) => other !== index);
    const isBest = (x: number) => others.reduce((share, other) => share * other.below(x), own.density(x));
    best += pieces(edges, own, (x) => x * isBest(x));
    return pieces(edges, own, isBest);
  });
  return { chances, best, losses: beliefs.map(({ mean }) => Math.max(0, best - mean)) };
}

/** Integrates over where a belief lives, piece by piece, so that no narrow neighbour falls between the points. */
function pieces(edges: readonly number[], { low, high }: Belief, f: (x: number) => number): number {
  const inside = edges.filter((edge) => edge > low && edge < high);
  let sum = 0;
  let from = low;
  for (const to of [...inside, high]) {
    if (to > from) sum += integrate(f, from, to);
    from = to;
  }
  return sum;
}
