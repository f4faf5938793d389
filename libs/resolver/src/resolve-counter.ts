import { ChosenVariant } from './chosen-variant';
import type { Resolved } from './resolution';

/** Answers that named a variant, since their counter began. @example { experimentId: '0b9a7e52-…', variant: 'control', count: 12 } */
export interface ResolveCount {
  readonly experimentId: string;
  readonly variant: string;
  readonly count: number;
}

/** What a counter has to say. @example { counterId: '7c9e6679-…', counts: [{ experimentId: '0b9a7e52-…', variant: 'control', count: 12 }] } */
export interface ResolveCounts {
  readonly counterId: string;
  readonly counts: readonly ResolveCount[];
}

/** The most counts told at once; the others are told with the next report. */
export const MOST_RESOLVE_COUNTS = 1_000;

const HOUR_MS = 3_600_000;
/** A counter gives way to a new one after this long, in ms, so that nobody has to keep it for ever ... */
const COUNTER_LIFE_MS = 6 * HOUR_MS;
/** ... and at the latest after this long, when nobody said meanwhile what arrived of it. */
const LONGEST_COUNTER_LIFE_MS = 20 * HOUR_MS;

type Provenance = NonNullable<Resolved['experiment']>;

/** A class for the reason that `Pin` is one. */
class Tally {
  count = 0;
  /** The largest count that may have arrived, and the one that surely has. */
  told = 0;
  acknowledged = 0;

  constructor(
    readonly experimentId: string,
    readonly variant: string,
  ) {}
}

/**
 * Counts the answers that name a variant, for reports that may be lost, repeated or overtaken: whoever adds them up keeps the largest
 * count of each counter.
 *
 * A counter is told of for 6 h, at most for 20 h while nobody acknowledges it; then a new one takes over what was not acknowledged.
 * So counts that came more than a day ago can be summed up and their counter forgotten: it does not come back.
 * @example const counter = new ResolveCounter(randomUUID); counter.count(answer.experiment); send(counter.report(Date.now()));
 */
export class ResolveCounter {
  /** Those that are counted where they are, since the last report. */
  private begun: ChosenVariant[] = [];
  /** In the order in which they were last acknowledged. */
  private readonly tallies = new Map<string, Tally>();
  private counterId: string;
  /** Epoch ms of the first report; null before it. */
  private begunAt: number | null = null;

  /** `onNew`: a variant is counted for the first time. */
  constructor(
    private readonly newId: () => string,
    private readonly onNew: () => void = () => undefined,
  ) {
    this.counterId = newId();
  }

  /** Counts one answer. */
  count(experiment: Provenance): void {
    if (!ChosenVariant.count(experiment, this)) this.begin(experiment);
  }

  /** What was not acknowledged yet; null = nothing. `now`: epoch ms. */
  report(now: number): ResolveCounts | null {
    // All of them: answers of earlier revisions must not be kept alive.
    for (const chosen of this.begun) this.tallyOf(chosen).count += chosen.end();
    this.begun = [];
    this.renew(now);
    const counts: ResolveCount[] = [];
    for (const tally of this.tallies.values()) {
      const { experimentId, variant, count } = tally;
      if (count === tally.acknowledged) continue;
      if (counts.length === MOST_RESOLVE_COUNTS) break;
      tally.told = count;
      counts.push({ experimentId, variant, count });
    }
    if (counts.length === 0) return null;
    this.begunAt ??= now;
    return { counterId: this.counterId, counts };
  }

  /** A report has arrived. */
  acknowledge({ counterId, counts }: ResolveCounts): void {
    if (counterId !== this.counterId) return;
    for (const { experimentId, variant, count } of counts) {
      const key = keyOf(experimentId, variant);
      const tally = this.tallies.get(key);
      if (tally === undefined) continue;
      tally.acknowledged = Math.max(tally.acknowledged, count);
      // Taken out and put back: the others are told of first next time.
      this.tallies.delete(key);
      this.tallies.set(key, tally);
    }
  }

  private begin(experiment: Provenance): void {
    const tally = this.tallyOf(experiment);
    const chosen = ChosenVariant.begin(experiment, this);
    if (chosen === null) tally.count += 1;
    else this.begun.push(chosen);
  }

  private tallyOf({ id, variant }: Provenance): Tally {
    const key = keyOf(id, variant);
    const before = this.tallies.get(key);
    if (before !== undefined) return before;
    const tally = new Tally(id, variant);
    this.tallies.set(key, tally);
    this.onNew();
    return tally;
  }

  private renew(now: number): void {
    if (this.begunAt === null) return;
    // A clock that was set back by hours says nothing about how long ago it began.
    const age = Math.abs(now - this.begunAt);
    if (age < COUNTER_LIFE_MS || (age < LONGEST_COUNTER_LIFE_MS && this.isUncertain())) return;
    this.counterId = this.newId();
    this.begunAt = null;
    for (const [key, tally] of this.tallies) {
      tally.count -= tally.acknowledged;
      tally.told = tally.acknowledged = 0;
      if (tally.count === 0) this.tallies.delete(key);
    }
  }

  /** Something was told and not acknowledged: taking it over could count it twice. */
  private isUncertain(): boolean {
    for (const { told, acknowledged } of this.tallies.values()) if (told > acknowledged) return true;
    return false;
  }
}

// NUL cannot be in an id.
function keyOf(experimentId: string, variant: string): string {
  return `${experimentId}\0${variant}`;
}
