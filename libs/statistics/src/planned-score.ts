import { type LargeSampleLook } from './large-sample-look';
import { type Crossing } from './statistics-state';
import { tToZ } from './t-to-z';

/** z * t^(1/4) of a look, signed: what the planned boundary compares with its constant c. */
export function plannedScore(look: LargeSampleLook): number {
  const z = tToZ(look.effect / Math.sqrt(look.variance), look.degreesOfFreedom);
  return z * Math.sqrt(Math.sqrt(look.t));
}

/** What is remembered of a look that reached the planned boundary with this constant: what was seen at that look. */
export function boundaryCrossing(
  { effect, t }: LargeSampleLook,
  improvement: 1 | -1,
  score: number,
  constant: number,
  seq: number,
): Crossing {
  const root = Math.sqrt(Math.sqrt(t));
  return {
    seq,
    method: 'large-sample',
    direction: score * improvement > 0 ? 1 : -1,
    effect: effect + 0,
    t,
    statistic: score / root,
    threshold: constant / root,
  };
}
