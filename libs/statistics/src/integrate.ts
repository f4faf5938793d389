const POINTS = 32;
let rule: { readonly at: number[]; readonly weight: number[] } | null = null;

/**
 * The integral of a smooth function from `low` to `high` (Gauss-Legendre, 32 points): exact for polynomials up to
 * degree 63, and the same on every run.
 * @example integrate((x) => x * x, 0, 3) // 9
 */
export function integrate(f: (x: number) => number, low: number, high: number): number {
  let sum = 0;
  for (const { at, weight } of quadrature(low, high)) sum += weight * f(at);
  return sum;
}

/** The points and weights of that integral: sum weight * f(at). */
export function quadrature(low: number, high: number): Array<{ at: number; weight: number }> {
  const { at, weight } = (rule ??= legendreRule());
  const centre = (low + high) / 2;
  const half = (high - low) / 2;
  return at.map((x, i) => ({ at: centre + half * x, weight: weight[i]! * half }));
}

/** Roots of the Legendre polynomial of degree 32 by Newton's method, and the weights that go with them. */
function legendreRule(): { at: number[]; weight: number[] } {
  const at: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < POINTS; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (POINTS + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let previous = 1;
      let value = x;
      for (let k = 2; k <= POINTS; k++) {
        [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      }
      slope = (POINTS * (x * value - previous)) / (x * x - 1);
      const next = x - value / slope;
      if (next === x) break;
      x = next;
    }
    at.push(x);
    weight.push(2 / ((1 - x * x) * slope * slope));
  }
  return { at, weight };
}
