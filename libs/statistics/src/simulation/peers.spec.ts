import { beta, binary } from './distribution';
import { Peers } from './peers';
import { Random } from './random';
import { drawTrial, makeTrial, type Trial } from './trial';

/** The first unit at which TensorZero's rule, as published, holds: everything summed up again at every unit. */
function tensorzero({ values, variants, length }: Trial): number {
  for (let n = 1; n <= length; n++) {
    const parts = [0, 1].map((variant) => {
      const own = Array.from(values.subarray(0, n)).filter((_, i) => variants[i] === variant);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const squares = own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { count: own.length, mean, error: Math.max(squares / (own.length - 1), 1e-12) / own.length };
    });
    const [one, other] = parts as [(typeof parts)[0], (typeof parts)[0]];
    if (Math.min(one.count, other.count) < 10) continue;
    const gap = (one.mean - other.mean) ** 2 / (2 * (one.error + other.error));
    if (gap > Math.log((1 + Math.log(n)) / 0.05)) return n;
  }
  return 0;
}

describe("TensorZero's stopping rule, re-implemented for comparison", () => {
  it('stops at the same unit as the rule written down', () => {
    const trial = makeTrial(300);
    const random = new Random();
    for (const [control, variant, isBinary] of [
      [binary(0.4), binary(0.65), true],
      [beta(3, 2), beta(3, 1.4), false],
    ] as const) {
      const peers = new Peers(300, isBinary);
      for (let i = 0; i < 12; i++) {
        random.start(20260107, 1, i);
        drawTrial(trial, random, control, variant, 0.5, 300);
        expect(peers.run(trial).tensorzero).toBe(tensorzero(trial));
      }
    }
  });
});
