import { evenly, thin } from './thin';

const twoYears = Array.from({ length: 200_000 }, (_, x) => ({ x, y: Math.sin(x / 5_000) }));

it('keeps few points of two years, in order, with the first, the last and every peak', () => {
  const spiked = twoYears.map((point) => (point.x === 123_457 ? { x: point.x, y: 40 } : point));
  const started = process.cpuUsage();
  const kept = thin(spiked, 1_200);
  // Of the processor's time, so that what else the machine does is not counted.
  expect(process.cpuUsage(started).user).toBeLessThan(250_000);
  expect(kept.length).toBeLessThanOrEqual(1_200);
  expect(kept[0]?.x).toBe(0);
  expect(kept.at(-1)?.x).toBe(199_999);
  expect(kept.some(({ y }) => y === 40)).toBe(true);
  expect(kept.every((point, at) => at === 0 || point.x > (kept[at - 1]?.x ?? 0))).toBe(true);
});

it('keeps gaps', () => {
  const gapped = twoYears.map((point) =>
    point.x > 90_000 && point.x < 110_000 ? { ...point, y: null } : point,
  );
  expect(thin(gapped, 400).some(({ y }) => y === null)).toBe(true);
});

it('leaves few points alone', () => expect(thin(twoYears.slice(0, 50), 100)).toHaveLength(50));

it('spreads the rows of a table evenly', () => {
  expect(evenly([0, 1, 2, 3, 4, 5, 6], 4)).toEqual([0, 2, 4, 6]);
});
