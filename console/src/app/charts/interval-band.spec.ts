import { hasBand } from './interval-band';

const point = (x: number, half: number | null) => ({
  x,
  y: 0,
  low: half === null ? null : -half,
  high: half,
});

it('tells a band from intervals that are too close together to make one', () => {
  expect(hasBand([point(0, 1), point(10, 1)], 0, 10)).toBe(true);
  expect(hasBand([point(0, null), point(99, 1), point(100, 1)], 0, 100)).toBe(false);
  expect(hasBand([point(5, 1)], 0, 10)).toBe(false);
  expect(hasBand([], 0, 1)).toBe(false);
});
