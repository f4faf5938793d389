import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { normalUpperTail } from '../normal-upper-tail';

/**
 * Group-sequential boundaries by recursive integration (Armitage, McPherson & Rowe, 1969): the density of a Brownian motion that
 * has not crossed yet, carried from look to look on a grid. For tests only; shares no code with what it checks.
 */

/** The path so far, at time `t`: its density at `points`, already times the weights of the integration. */
interface Path {
  readonly t: number;
  readonly points: readonly number[];
  readonly masses: readonly number[];
}

/** Ten times as many change no boundary by 1e-7. */
const POINTS = 120;
const START: Path = { t: 0, points: [0], masses: [1] };

/** Probability to be beyond +-bound, and beyond +bound alone, at the next look, with this drift a unit of time. */
function beyond(path: Path, t: number, bound: number, drift = 0): { both: number; up: number } {
  const [spread, moved] = [Math.sqrt(t - path.t), drift * (t - path.t)];
  let [up, down] = [0, 0];
  path.points.forEach((from, i) => {
    up += path.masses[i]! * normalUpperTail((bound - from - moved) / spread);
    down += path.masses[i]! * normalUpperTail((bound + from + moved) / spread);
  });
  return { both: up + down, up };
}

/** What stays within +-bound at the next look. */
function within(path: Path, t: number, bound: number, drift = 0): Path {
  const [spread, moved] = [Math.sqrt(t - path.t), drift * (t - path.t)];
  const step = (2 * bound) / POINTS;
  const points = Array.from({ length: POINTS + 1 }, (_, i) => -bound + i * step);
  const masses = points.map((to, i) => {
    const simpson = i === 0 || i === POINTS ? 1 : i % 2 ? 4 : 2;
    let density = 0;
    path.points.forEach((from, j) => {
      density += path.masses[j]! * Math.exp(-0.5 * ((to - from - moved) / spread) ** 2);
    });
    return (simpson * step * density) / 3 / spread / Math.sqrt(2 * Math.PI);
  });
  return { t, points, masses };
}

/** The z values at each look at which as much of a two-sided error is spent as `spent` says (cumulative). */
export function spendingBounds(times: readonly number[], spent: (t: number) => number): number[] {
  let path = START;
  let before = 0;
  return times.map((t) => {
    const now = spent(t) - before;
    const bound = bisect((x) => now - beyond(path, t, x).both, 0, 12 * Math.sqrt(t));
    before = spent(t);
    path = within(path, t, bound);
    return bound / Math.sqrt(t);
  });
}

/** Probability that |z| reaches these bounds at some look, and z itself, with this drift a unit of time. */
export function crossingProbability(
  times: readonly number[],
  bounds: readonly number[],
  drift = 0,
): { both: number; up: number } {
  let path = START;
  const total = { both: 0, up: 0 };
  times.forEach((t, i) => {
    const bound = bounds[i]! * Math.sqrt(t);
    const { both, up } = beyond(path, t, bound, drift);
    total.both += both;
    total.up += up;
    path = within(path, t, bound, drift);
  });
  return total;
}

/** Lan & DeMets (1983): each side spends like O'Brien-Fleming, or like Pocock. */
export const spendingLikeObrienFleming =
  (alpha: number) =>
  (t: number): number =>
    4 * normalUpperTail(-normalQuantile(alpha / 4, 0, 1) / Math.sqrt(t));
export const spendingLikePocock =
  (alpha: number) =>
  (t: number): number =>
    alpha * Math.log(1 + (Math.E - 1) * t);

/** Where a rising function is 0. */
export function bisect(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
