import { DomainError } from '../problems/domain-error';

/** Lets a bounded number of expensive computations run at once, a bounded number wait, and refuses the rest. */
export class Gate {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  /** @throws DomainError TOO_MANY_REQUESTS when too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.maxRunning) {
      if (this.waiting.length >= this.maxWaiting)
        throw new DomainError(
          'TOO_MANY_REQUESTS',
          'Too many passwords are being checked at once; try again in a second',
          {
            headers: { 'retry-after': '1' },
          },
        );
      // Whoever finishes hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
