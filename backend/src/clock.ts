import { Global, Logger, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from './configuration';
import { demoTime, type DemoClock, type Demonstration } from './demo-clock';

/** Where the time comes from; a parameter, so that tests of expiry need no waiting. */
export interface Clock {
  now(): Date;
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('clock');

/** Smaller differences are the network's, or not worth a correction. */
const TOLERATED_MS = 1_000;

/**
 * The machine's clock, put right by the database's when the two disagree: replicas stamp and settle by one time, whatever
 * their own clocks say.
 */
export class SystemClock implements Clock {
  private readonly logger = new Logger('Clock');
  private offsetMs = 0;
  private demoBegan: number | null = null;

  /** @param demo of a demonstration, whose time is its own. */
  constructor(private readonly demo: DemoClock | null = null) {}

  now(): Date {
    return new Date(this.demo ? demoTime(this.demo, this.demoBegan, Date.now()) : Date.now() + this.offsetMs);
  }

  /** How far a demonstration's clock has come; `null`: this is none. */
  demonstration(): Demonstration | null {
    if (!this.demo) return null;
    const { from, speed } = this.demo;
    const began = this.demoBegan;
    const now = this.now();
    return {
      now,
      from: new Date(from),
      runsSince: began === null ? null : new Date(began),
      speed,
      caughtUp: began !== null && now.getTime() > from + (speed * (began - from)) / (speed - 1),
    };
  }

  /** Its seconds in a real one: above 1 only while a demonstration catches up. */
  pace(): number {
    const { runsSince, caughtUp, speed } = this.demonstration() ?? {};
    return runsSince && !caughtUp && speed ? speed : 1;
  }

  /** Lets a demonstration's clock run; every other runs anyway. */
  run(): void {
    if (this.demo) this.demoBegan ??= Date.now();
  }

  /** Compares with the database's time, which was read between two moments of this machine's (all in epoch ms). */
  compare(databaseMs: number, askedMs: number, answeredMs: number): void {
    if (this.demo) return;
    const offset = databaseMs - (askedMs + answeredMs) / 2;
    const uncertainty = (answeredMs - askedMs) / 2;
    if (Math.abs(offset - this.offsetMs) <= TOLERATED_MS + uncertainty) return;
    this.offsetMs = Math.abs(offset) <= TOLERATED_MS + uncertainty ? 0 : Math.round(offset);
    this.logger.warn(
      `This machine's clock is ${Math.abs(Math.round(offset))} ms ${offset < 0 ? 'ahead of' : 'behind'} the database's; the database's is used`,
    );
  }
}

@Global()
@Module({
  providers: [
    {
      provide: SystemClock,
      useFactory: ({ demoClock }: Configuration) => new SystemClock(demoClock),
      inject: [CONFIGURATION],
    },
    { provide: CLOCK, useExisting: SystemClock },
  ],
  exports: [SystemClock, CLOCK],
})
export class ClockModule {}
