import type { Resolved } from './resolution';

/**
 * An answer that a conversation keeps.
 *
 * A class, because the engine may decide that objects written as literals live long and then allocates them where that is slow:
 * in every second process a conversation's further prompts took twice as long.
 */
export class Pin {
  constructor(
    readonly key: string,
    readonly answer: Resolved,
    /** A number, not the index: an idle conversation must not keep an old snapshot in memory. */
    public checkedRevision: number,
    readonly next: Pin | null,
  ) {}
}

/** Of more pins than this, a Map finds one sooner than a look at each. */
const MOST_IN_LIST = 16;

/**
 * What a conversation keeps, by what was asked for.
 *
 * A list, newest first: most conversations ask for a handful of prompts, and a Map costs more to make and fill than resolving
 * them: with one, a conversation's further prompts took twice as long.
 * @example pins.add('greeting', answer, 9); pins.get('greeting')?.answer
 */
export class Pins {
  private newest: Pin | null = null;
  private count = 0;
  private byKey: Map<string, Pin> | null = null;

  get(key: string): Pin | null {
    if (this.byKey !== null) return this.byKey.get(key) ?? null;
    let pin = this.newest;
    while (pin !== null && pin.key !== key) pin = pin.next;
    return pin;
  }

  /** Keeps an answer, in place of one that is kept under the same key. */
  add(key: string, answer: Resolved, checkedRevision: number): void {
    if (this.byKey !== null) {
      this.byKey.set(key, new Pin(key, answer, checkedRevision, null));
      return;
    }
    this.newest = new Pin(key, answer, checkedRevision, this.newest);
    if (++this.count > MOST_IN_LIST) this.moveToMap();
  }

  private moveToMap(): void {
    const byKey = new Map<string, Pin>();
    for (let pin = this.newest; pin !== null; pin = pin.next)
      if (!byKey.has(pin.key)) byKey.set(pin.key, new Pin(pin.key, pin.answer, pin.checkedRevision, null));
    this.byKey = byKey;
    this.newest = null;
  }
}
