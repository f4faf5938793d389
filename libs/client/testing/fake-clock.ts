import type { Clock } from '../src/clock';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until it is moved; timers then run in the order of their times. */
export class FakeClock implements Clock {
  private tasks: Task[] = [];
  private order = 0;

  constructor(private time = 1_800_000_000_000) {}

  now(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): () => void {
    const task = { at: this.time + delayMs, order: (this.order += 1), run };
    this.tasks.push(task);
    return () => {
      this.tasks = this.tasks.filter((other) => other !== task);
    };
  }

  /** How long until the next timer; Infinity when there is none. */
  get nextMs(): number {
    return Math.min(...this.tasks.map(({ at }) => at - this.time));
  }

  /** Lets time pass; promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const [next] = this.tasks
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order);
      if (!next) break;
      this.tasks = this.tasks.filter((other) => other !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
    await settle();
  }
}

/** Lets everything run that waits for a promise only. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
