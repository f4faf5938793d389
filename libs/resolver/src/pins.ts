import type { Resolved } from './resolution';

/** An answer that a conversation keeps. */
export interface Pin {
  readonly key: string;
  readonly answer: Resolved;
  /** A number, not the index: an idle conversation must not keep an old snapshot in memory. */
  checkedRevision: number;
  readonly next: Pin | null;
}

/** Of more pins than this, a Map finds one sooner than a look at each. */
const MOST_IN_LIST = 16;

/**
 * What a conversation keeps, by what was asked for.
 *
 * A list, newest first: most conversations ask for a handful of prompts, and a Map costs more to make and fill than resolving
 * them. With it, a conversation's further prompts took twice as long.
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
    const pin = { key, answer, checkedRevision, next: this.newest };
    this.newest = pin;
    this.count++;
    if (this.byKey !== null) this.byKey.set(key, pin);
    else if (this.count > MOST_IN_LIST) this.byKey = byKey(pin);
  }
}
