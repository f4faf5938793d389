import { conditionalPower } from '../conditional-power';
import { horizonInflation } from '../horizon-inflation';
import { medianUnbiasedDrift } from '../median-unbiased';
import { plannedConstant } from '../planned-constant';
import { type Cell } from './replicate';

/** z(0.975) + z(0.8). */
export const DRIFT = 2.801585218;
/** Horizons with and without futility, relative to one look. */
export const FUTILITY_INFLATION = horizonInflation('planned', true, 0.05, 0.8);
export const PLAIN_INFLATION = horizonInflation('planned', false, 0.05, 0.8);
/** The part of the horizon from which futility is looked for, and the chance below which one gives up. */
const FUTILITY_FROM = 0.25;
const FUTILITY_POWER = 0.1;
const STEPS = 500;
/** Between two steps a path reaches higher than at them; by this many step deviations on average (Chernoff, Siegmund). */
const BETWEEN_STEPS = 0.5826;

export interface BrownianDesign {
  readonly inflation: number;
  readonly futility: boolean;
  /** True effect, in minimum detectable ones. */
  readonly effect: number;
  /** Multiplies the boundary; other than 1 is a defect on purpose. */
  readonly boundaryFactor?: number;
}

/**
 * The limit that every metric tends to: the production boundary, futility and estimate on a Brownian motion. Columns: the stop in
 * units of a test with one look (0 = at the horizon without any), whether it was a rejection, the raw and the unbiased
 * estimate at the stop relative to the minimum detectable effect, and whether the repeated interval held the truth.
 */
export function brownianCell(design: BrownianDesign): Cell {
  const { inflation, futility, effect, boundaryFactor = 1 } = design;
  return {
    name: `limit, ${effect} x effect, horizon ${inflation.toFixed(3)}${futility ? ', futility' : ''}${boundaryFactor === 1 ? '' : ', wrong boundary'}`,
    columns: ['stop', 'rejected', 'raw', 'unbiased', 'covered'],
    // Medians are needed to a fraction of 2 % (0.2 % at 200,000, of half the effect), and a path is cheap.
    part: 50,
    cost: STEPS,
    prepare: () => {
      const constant = plannedConstant(0.05) * boundaryFactor;
      const planned = DRIFT * Math.sqrt(inflation);
      const drift = planned * effect;
      const dt = 1 / STEPS;
      const correction = BETWEEN_STEPS * Math.sqrt(dt);
      return (random, row) => {
        let score = 0;
        row.fill(NaN);
        row[0] = row[1] = 0;
        for (let i = 1; i <= STEPS; i++) {
          const t = i * dt;
          score += drift * dt + Math.sqrt(dt) * random.normal();
          const level = constant * t ** 0.25;
          const rejected = Math.abs(score) >= level - correction;
          const futile =
            futility &&
            t >= FUTILITY_FROM &&
            conditionalPower(score, 1 - t, planned, constant) < FUTILITY_POWER &&
            conditionalPower(-score, 1 - t, planned, constant) < FUTILITY_POWER;
          if (i < STEPS && !rejected && !futile) continue;
          // A path in continuous time stops on the boundary itself, somewhere between the two steps.
          const at = rejected ? t - dt / 2 : t;
          const edge = constant * at ** 0.25;
          const raw = (rejected ? Math.sign(score) * edge : score) / at;
          row[0] = t * inflation;
          row[1] = rejected ? 1 : 0;
          row[2] = raw / planned;
          row[3] = (rejected ? Math.sign(score) * medianUnbiasedDrift(constant, at) : raw) / planned;
          row[4] = Math.abs(raw - drift) <= edge / at ? 1 : 0;
          return;
        }
      };
    },
  };
}

/** Goal 3 at four effects, and goal 10 at the four of the page. */
export function brownianCells(): Cell[] {
  return [
    ...[0, 0.5, 1, 2].map((effect) =>
      brownianCell({ inflation: FUTILITY_INFLATION, futility: true, effect }),
    ),
    ...[0, 0.5, 1, 1.5, 2].map((effect) =>
      brownianCell({ inflation: PLAIN_INFLATION, futility: false, effect }),
    ),
  ];
}
