import { beliefOf, mirrored, normalBelief, rateBelief } from './belief';
import { chanceToBeBest } from './chance-to-be-best';
import { integrate } from './integrate';

describe('chanceToBeBest', () => {
  it('compares two rates as published', () => {
    const { chances, losses } = chanceToBeBest([rateBelief(100, 1000), rateBelief(120, 1000)]);
    expect(chances[1]).toBeCloseTo(0.923183439, 9);
    expect(losses[1]).toBeCloseTo(0.0004846139, 9);
    expect(losses[0]).toBeCloseTo(0.0204446938, 9);
    expect(chanceToBeBest([rateBelief(49, 100), rateBelief(51, 100)]).chances[1]).toBeCloseTo(
      0.6107705227,
      9,
    );
  });

  it('compares three normal means as published', () => {
    const { chances, best, losses } = chanceToBeBest(
      [0.6, 0.62, 0.61].map((mean) => normalBelief(mean, 0.01)),
    );
    [0.0471506799, 0.7287510153, 0.2240983048].forEach((chance, index) =>
      expect(chances[index]).toBeCloseTo(chance, 9),
    );
    expect(best).toBeCloseTo(0.622247685, 9);
    [0.022247685, 0.002247685, 0.012247685].forEach((loss, index) =>
      expect(losses[index]).toBeCloseTo(loss, 9),
    );
  });

  it('gives chances that sum to 1, also with very different precision', () => {
    const beliefs = [normalBelief(0, 1), normalBelief(0.1, 1e-4), normalBelief(0.2, 0.01), rateBelief(3, 7)];
    const { chances } = chanceToBeBest(beliefs);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
  });

  it('is the same in closed form as on the grid', () => {
    const [one, other] = [normalBelief(0.5, 0.01), normalBelief(0.512, 0.02)];
    const pair = chanceToBeBest([one, other]);
    const withHopeless = chanceToBeBest([one, other, normalBelief(-5, 0.01)]);
    [0, 1].forEach((index) => {
      expect(pair.chances[index]).toBeCloseTo(withHopeless.chances[index]!, 10);
      expect(pair.losses[index]).toBeCloseTo(withHopeless.losses[index]!, 10);
    });
    expect(pair.best).toBeCloseTo(withHopeless.best, 10);
  });

  it('takes a rate as normal once it is: the chances hardly move', () => {
    const moments = [0.2, 0.22].map((mean) => ({ count: 1000, mean, squares: 1000 * mean * (1 - mean) }));
    const [one, other] = moments.map((of) => beliefOf(of)!);
    expect([one!.deviation, other!.deviation]).toEqual([expect.any(Number), expect.any(Number)]);
    const exact = chanceToBeBest([rateBelief(200, 1000), rateBelief(220, 1000)]);
    expect(chanceToBeBest([one!, other!]).chances[1]).toBeCloseTo(exact.chances[1]!, 3);
    expect(beliefOf({ count: 1000, mean: 0.199, squares: 160 })!.deviation).toBeNull();
  });

  it('asks every belief once at each point of one grid', () => {
    const asked = (count: number) => {
      let calls = 0;
      const beliefs = Array.from({ length: count }, (_, index) => {
        const belief = normalBelief(index / 100, 0.01);
        return { ...belief, below: (x: number) => ((calls += 1), belief.below(x)) };
      });
      chanceToBeBest(beliefs);
      return calls;
    };
    // At most three pieces of 32 points a belief.
    for (const count of [3, 5, 10]) expect(asked(count)).toBeLessThanOrEqual(3 * count * 32 * count);
  });

  it('knows the best of values too close together for numbers, and of one that is certain', () => {
    expect(chanceToBeBest([1, 2, 3].map((mean) => normalBelief(mean, 1e-30))).chances).toEqual([0, 0, 1]);
    const { chances } = chanceToBeBest([normalBelief(1, 1e-30), normalBelief(1, 0.1), normalBelief(-9, 1)]);
    expect(chances[0]).toBeCloseTo(0.5, 6);
    expect(chances[1]).toBeCloseTo(0.5, 6);
  });

  it('turns around for metrics where less is better', () => {
    const [a, b] = [rateBelief(10, 100), rateBelief(20, 100)];
    const upright = chanceToBeBest([a, b]).chances;
    const reversed = chanceToBeBest([mirrored(a), mirrored(b)]).chances;
    expect(reversed[0]).toBeCloseTo(upright[1]!, 10);
  });
});

describe('integrate', () => {
  it('is exact for polynomials', () => {
    expect(integrate((x) => x ** 10, 0, 1)).toBeCloseTo(1 / 11, 14);
    expect(integrate(() => 1, -2, 5)).toBeCloseTo(7, 13);
  });
});
