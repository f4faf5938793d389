import { tToZ } from './t-to-z';
import { zToT } from './z-to-t';

describe('tToZ', () => {
  it.each([
    [2.5, 18, 2.284692405],
    [4, 38, 3.630386261],
    [6, 58, 5.269349243],
    [3, 5, 2.163409664],
  ])('maps t %d with %d degrees of freedom', (t, degrees, z) => {
    expect(tToZ(t, degrees)).toBeCloseTo(z, 9);
    expect(tToZ(-t, degrees)).toBeCloseTo(-z, 9);
  });

  it.each([
    [2.5, 18, 2.285081997, 1e-3],
    [4, 38, 3.630940231, 1e-3],
    [6, 58, 5.270172291, 1e-3],
    [3, 5, 2.168781875, 6e-3],
  ])('is near the exact value for t %d with %d degrees of freedom', (t, degrees, exact, error) => {
    expect(Math.abs(tToZ(t, degrees) - exact)).toBeLessThan(error);
  });

  it('has an inverse', () => {
    for (const t of [-8, -1, 0, 0.3, 2.5, 30]) expect(zToT(tToZ(t, 11), 11)).toBeCloseTo(t, 9);
    expect(Number.isFinite(zToT(1e6, 3))).toBe(true);
  });
});
