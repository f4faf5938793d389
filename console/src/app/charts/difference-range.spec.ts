import { axisNumbers } from './axes';
import { cutWords, differenceRange } from './difference-range';

const point = (x: number, y: number, low: number, high: number) => ({ x, y, low, high });
const write = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)} pp`;

describe('the range of a difference', () => {
  it('is that of the last interval, not of the first looks, and says what is cut', () => {
    const points = [
      point(0, 0.5, -1.4, 2),
      point(1, 0.05, -0.3, 0.4),
      point(2, 0.05, -0.1, 0.2),
      point(3, 0.04, -0.004, 0.086),
    ];
    const range = differenceRange(points)!;
    expect(range).toEqual({
      low: expect.closeTo(-0.1),
      high: expect.closeTo(0.1),
      step: expect.closeTo(0.05),
    });
    expect(cutWords(points, range, write)).toMatch(/^The picture ends at ±10.0 pp; intervals before/);
  });

  it('shows a single wide interval whole, and never more than there can be', () => {
    const [only] = [point(0, 0.029, -0.579, 0.637)];
    expect(differenceRange([only!])).toEqual({
      low: expect.closeTo(-0.75),
      high: expect.closeTo(0.75),
      step: 0.25,
    });
    expect(cutWords([only!], differenceRange([only!])!, write)).toBe('');
    expect(differenceRange([point(0, 0.2, -1.6, 1.8)], 1)?.high).toBeCloseTo(1);
  });

  it.each([1e-6, 0.0123, 0.7, 1, 9.99, 108, 3_456_789])('has marks at equal steps that reach %d', (size) => {
    const { high, step } = differenceRange([point(0, 0, -size, size)])!;
    expect(high).toBeGreaterThanOrEqual(size);
    expect(high).toBeLessThan(2.1 * size);
    expect([2, 3]).toContain(Math.round(high / step));
  });

  it('is none without an interval', () => expect(differenceRange([{ x: 0, y: 1 }])).toBeNull());
});

it('leaves out the decimal that says nothing', () => {
  expect(axisNumbers([-0.5, 0, 0.5], write)).toEqual(['-50 pp', '0 pp', '+50 pp']);
  expect(axisNumbers([0, 2, 4], (value) => `${value.toFixed(2)} s`)).toEqual(['0 s', '2 s', '4 s']);
  expect(axisNumbers([1_000, 2_000], (value) => value.toLocaleString('en'))).toEqual(['1,000', '2,000']);
  expect(axisNumbers([-0.025, 0, 0.025], write)).toEqual(['-2.5 pp', '0.0 pp', '+2.5 pp']);
  const inUnits = (value: number) => (value < 1 ? `${value * 1_000} ms` : `${value.toFixed(2)} s`);
  expect(axisNumbers([0.5, 1, 1.5], inUnits)).toEqual(['500 ms', '1 s', '1.5 s']);
  const fine = (value: number) => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));
  expect(axisNumbers([0, 0.05, 0.1], fine)).toEqual(['0.00', '0.05', '0.10']);
});
