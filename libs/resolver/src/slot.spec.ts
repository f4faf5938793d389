import type { Resolution } from './resolution';
import { answerAt, slotsOf } from './slot';
import { variantAt, variantRanges } from './variant-ranges';

const answer = (name: string): Resolution => ({
  ok: false,
  code: 'UNKNOWN_PROMPT',
  name,
  version: null,
  notInSnapshot: false,
  revision: 1,
});
const out = answer('out');

describe('answerAt', () => {
  it.each([
    [[0.5, 0.5], 1, [0, 1]],
    [[0.5, 0.5], 0.5, [0, 1]],
    [[0.2, 0.3, 0.5], 0.37, [0.25, 0.8]],
    [[1], 1, [0, 0.5]],
    [[1], 1, [0.5, 1]],
    [[0, 1], 1, [0, 1]],
    [[1, 0], 0.9, [0, 1]],
    [[0.5, 0.5], 0, [0, 1]],
  ] as const)(
    'agrees with variantAt at and around every threshold of %j, traffic %d, range %j',
    (shares, traffic, range) => {
      const ranges =
        variantRanges(
          shares.map((share) => ({ share })),
          traffic,
          range,
        ) ?? [];
      const answers = shares.map((_, i) => answer(`v${i}`));
      const slots = slotsOf(ranges, answers, out);
      const edges = ranges.flatMap(({ start, includedEnd, end }) => [start, includedEnd, end]);
      const sixteenths = Array.from({ length: 17 }, (_, i) => i * 2 ** 28);
      const positions = [...sixteenths, ...edges].flatMap((edge) => [edge - 1, edge, edge + 1]);
      for (const position of positions.filter((value) => value >= 0 && value < 2 ** 32)) {
        const variant = variantAt(ranges, position);
        expect(answerAt(slots, position)).toBe(variant < 0 ? out : answers[variant]);
      }
    },
  );

  it('includes nobody when there are no ranges', () => {
    for (const position of [0, 2 ** 31, 2 ** 32 - 1])
      expect(answerAt(slotsOf([], [], out), position)).toBe(out);
  });
});
