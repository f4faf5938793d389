import { growthbookThresholds } from './growthbook';
import { type Trial } from './trial';

/** Units after which each method would have stopped; 0 = never within the trial. */
export interface PeerStops {
  naive: number;
  growthbook: number;
  tensorzero: number;
  /** Difference variant - control when GrowthBook's method and the naive one stopped. */
  growthbookEffect: number;
  naiveEffect: number;
}

/** Nobody looks before both variants have this many units; TensorZero's own minimum is smaller. */
const BURN_IN = 20;
const TENSORZERO_MINIMUM = 10;
const VARIANCE_FLOOR = 1e-12;
const NAIVE_SQUARED = 1.959963984540054 ** 2;

/** Methods of others on the same units, all looking after every one. */
export class Peers {
  private readonly thresholds: Float64Array;
  private readonly tensorzeroThresholds: Float64Array;
  private readonly stops: PeerStops = {
    naive: 0,
    growthbook: 0,
    tensorzero: 0,
    growthbookEffect: 0,
    naiveEffect: 0,
  };

  constructor(
    capacity: number,
    private readonly binary: boolean,
  ) {
    this.thresholds = growthbookThresholds(capacity);
    // tensorzero-core experimentation/track_and_stop/check_stopping.rs: ln((1 + ln N) / delta), delta = 0.05
    this.tensorzeroThresholds = Float64Array.from({ length: capacity + 1 }, (_, n) =>
      n === 0 ? Infinity : Math.log((1 + Math.log(n)) / 0.05),
    );
  }

  /** The returned object is used again by the next call. */
  run(trial: Trial): PeerStops {
    const { stops, binary } = this;
    stops.naive = stops.growthbook = stops.tensorzero = 0;
    let [n0, n1, mean0, mean1, squares0, squares1] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < trial.length; i++) {
      const y = trial.values[i]!;
      if (trial.variants[i] === 1) {
        const deviation = y - mean1;
        mean1 += deviation / ++n1;
        squares1 += deviation * (y - mean1);
      } else {
        const deviation = y - mean0;
        mean0 += deviation / ++n0;
        squares0 += deviation * (y - mean0);
      }
      if (n0 < TENSORZERO_MINIMUM || n1 < TENSORZERO_MINIMUM) continue;
      const gap = mean1 - mean0;
      const error0 = squares0 / (n0 - 1) / n0;
      const error1 = squares1 / (n1 - 1) / n1;
      if (stops.tensorzero === 0) {
        const floored = Math.max(error0, VARIANCE_FLOOR / n0) + Math.max(error1, VARIANCE_FLOOR / n1);
        if ((gap * gap) / (2 * floored) > this.tensorzeroThresholds[i + 1]!) stops.tensorzero = i + 1;
      }
      if (n0 < BURN_IN || n1 < BURN_IN) continue;
      const error = binary ? squares0 / n0 / n0 + squares1 / n1 / n1 : error0 + error1;
      if (error <= 0) continue;
      const z2 = (gap * gap) / error;
      if (stops.naive === 0 && z2 >= NAIVE_SQUARED) {
        stops.naive = i + 1;
        stops.naiveEffect = gap;
      }
      if (stops.growthbook === 0 && z2 >= this.thresholds[i + 1]!) {
        stops.growthbook = i + 1;
        stops.growthbookEffect = gap;
      }
      if (stops.naive && stops.growthbook && stops.tensorzero) break;
    }
    return stops;
  }
}
