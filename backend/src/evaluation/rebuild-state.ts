import { initialState, type ExperimentSettings, type StatisticsState } from '@prompt-registry/statistics';
import { count, type ExperimentEvent } from './standing';

/** A counted event as it is stored. */
export type StoredEvent = ExperimentEvent & {
  /** Its place, from 1. */
  readonly event: number;
};

/** More problems than this say nothing more. */
const MOST_PROBLEMS = 20;

/** Counts the stored events of an experiment again, in their order. Nobody knows how they were batched, and it must not matter. */
export class StateRebuild {
  readonly state: StatisticsState;
  /** What cannot be as it was counted. */
  readonly problems: string[] = [];
  private place = 0;
  private counted = 0;

  constructor(private readonly settings: ExperimentSettings) {
    this.state = initialState(settings);
  }

  /** How many events were given. */
  get events(): number {
    return this.counted;
  }

  /** Takes the next events. */
  take(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (event.event !== this.place + 1)
        this.report(`Event ${event.event} follows event ${this.place}: something is missing or there twice`);
      this.place = event.event;
      this.counted += 1;
      try {
        count(this.state, this.settings, event, event.dueAt);
      } catch (error) {
        // What was tampered with may be nothing that can be counted.
        this.report(`Event ${event.event} cannot be counted: ${(error as Error).message}`);
      }
    }
  }

  private report(problem: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
  }
}
