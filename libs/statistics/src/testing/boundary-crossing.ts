/**
 * An independent check of the planned boundary: Brownian motion B with drift, watched continuously, against
 * |B_t| = c t^(1/4) on (0, 1], by solving the Fokker-Planck equation (Crank-Nicolson) of x = B_t / (c t^(1/4)) in
 * s = ln t on the fixed domain [-1, 1] with absorbing ends. For tests and for the tables they check; never imported by
 * production code.
 */
export interface CrossingRequest {
  readonly constant: number;
  /** Delta of |B_t| = c t^delta: 1/4 is ours, 0 the flat boundary, whose crossing is known in closed form. */
  readonly shape?: number;
  /** Drift of B per unit of t; 0 = no effect. */
  readonly drift?: number;
  /** Only the upper boundary absorbs (the lower one is moved far away). */
  readonly oneSided?: boolean;
  /** Half width of the region |B_t| < futile(t) in which the watch ends without rejection. */
  readonly futile?: (t: number) => number;
  readonly cells?: number;
  readonly steps?: number;
}

export interface CrossingAnswer {
  readonly up: number;
  readonly down: number;
  readonly futile: number;
  /** Mean part of the horizon at the end. */
  readonly meanT: number;
}

const START = 1e-3;

export function crossing(request: CrossingRequest): CrossingAnswer {
  const {
    constant: c,
    shape = 0.25,
    drift = 0,
    oneSided = false,
    futile,
    cells = 800,
    steps = 3000,
  } = request;
  const low = oneSided ? -3 : -1;
  const n = oneSided ? cells * 2 : cells;
  const dx = (1 - low) / n;
  const ds = -Math.log(START) / steps;
  let density: Float64Array = new Float64Array(n);
  const spread = START ** (0.5 - shape) / c;
  const centre = (drift * START ** (1 - shape)) / c;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const x = low + (i + 0.5) * dx;
    density[i] = Math.exp(-0.5 * ((x - centre) / spread) ** 2);
    total += density[i]! * dx;
  }
  for (let i = 0; i < n; i++) density[i]! /= total;
  let up = 0;
  let down = 0;
  let stopped = 0;
  let meanT = START;
  const lower = new Float64Array(n);
  const main = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let k = 0; k < steps; k++) {
    const s = Math.log(START) + (k + 0.5) * ds;
    const spreading = Math.exp(s * (1 - 2 * shape)) / (2 * c * c);
    const push = (drift * Math.exp((1 - shape) * s)) / c;
    // Face fluxes J = mu f - D f', centred; at the absorbing ends f = 0 on the face.
    for (let i = 0; i < n; i++) {
      const left = low + i * dx;
      const muLeft = -shape * left + push;
      const muRight = -shape * (left + dx) + push;
      lower[i] = i > 0 ? (muLeft / 2 + spreading / dx) / dx : 0;
      upper[i] = i < n - 1 ? (-muRight / 2 + spreading / dx) / dx : 0;
      const outLeft = i > 0 ? -muLeft / 2 + spreading / dx : (2 * spreading) / dx;
      const outRight = i < n - 1 ? muRight / 2 + spreading / dx : (2 * spreading) / dx;
      main[i] = -(outLeft + outRight) / dx;
    }
    const before = density;
    const right = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const neighbours =
        (i > 0 ? lower[i]! * before[i - 1]! : 0) + (i < n - 1 ? upper[i]! * before[i + 1]! : 0);
      right[i] = before[i]! + (ds / 2) * (neighbours + main[i]! * before[i]!);
    }
    density = solveTridiagonal(lower, main, upper, right, ds / 2);
    up += (ds * spreading * (before[n - 1]! + density[n - 1]!)) / dx;
    down += (ds * spreading * (before[0]! + density[0]!)) / dx;
    const t = Math.exp(Math.log(START) + (k + 1) * ds);
    if (futile) {
      const half = futile(t) / (c * t ** shape);
      for (let i = 0; i < n; i++) {
        if (Math.abs(low + (i + 0.5) * dx) < half) {
          stopped += density[i]! * dx;
          density[i] = 0;
        }
      }
    }
    let alive = 0;
    for (let i = 0; i < n; i++) alive += density[i]! * dx;
    meanT += alive * (t - Math.exp(Math.log(START) + k * ds));
  }
  return { up, down, futile: stopped, meanT };
}

/** Solves (I - h A) x = right for tridiagonal A. */
function solveTridiagonal(
  lower: Float64Array,
  main: Float64Array,
  upper: Float64Array,
  right: Float64Array,
  h: number,
): Float64Array {
  const n = right.length;
  const ratio = new Float64Array(n);
  const answer = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const pivot = 1 - h * main[i]! - (i > 0 ? -h * lower[i]! * ratio[i - 1]! : 0);
    ratio[i] = (-h * upper[i]!) / pivot;
    answer[i] = (right[i]! - (i > 0 ? -h * lower[i]! * answer[i - 1]! : 0)) / pivot;
  }
  for (let i = n - 2; i >= 0; i--) answer[i]! -= ratio[i]! * answer[i + 1]!;
  return answer;
}
