/**
 * Seeded random numbers for the simulations: xoshiro128** (Blackman, Vigna), one stream for each (seed, name, replication), so
 * that a result depends neither on the order nor on the worker that computed it.
 */
export class Random {
  private a = 1;
  private b = 2;
  private c = 3;
  private d = 4;
  private spare = NaN;

  /** Starts the stream of one replication. */
  start(seed: number, name: number, replication: number): void {
    let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(name, 0xc2b2ae35);
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ Math.imul(replication + 1, 0x27d4eb2f);
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1; // never all zero
    this.spare = NaN;
    for (let i = 0; i < 8; i++) this.uniform();
  }

  /** In (0, 1), 2^32 values. */
  uniform(): number {
    const scrambled = Math.imul(this.b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return ((result >>> 0) + 0.5) / 4294967296;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const kept = this.spare;
      this.spare = NaN;
      return kept;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }

  /** Gamma with this shape (at least 1) and scale 1, by Marsaglia and Tsang's squeeze. */
  gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.uniform();
      if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v)))
        return d * v;
    }
  }

  /** Beta with parameters of at least 1. */
  beta(first: number, second: number): number {
    const x = this.gamma(first);
    return x / (x + this.gamma(second));
  }

  /** 1, 2, 3 ... with this mean. */
  geometric(mean: number): number {
    return mean <= 1 ? 1 : 1 + Math.floor(Math.log(this.uniform()) / Math.log(1 - 1 / mean));
  }
}

/** The number of a stream's name (FNV-1a). */
export function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}
