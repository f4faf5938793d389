import type { Resolved } from './resolution';

type Chosen = NonNullable<Resolved['experiment']>;

/**
 * The experiment and variant that answers name; one object for all answers of a variant, frozen as they are.
 *
 * It also has room for a count, for whoever counts answers: of 1,000 prompts on trial a Map would find theirs a third of a load later.
 * @example new ChosenVariant('0b9a7e52-…', 'shorter steps', 'control')
 */
export class ChosenVariant implements Chosen {
  #count = 0;
  /** Who counts here; null = nobody at the moment. */
  #counter: object | null = null;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly variant: string,
  ) {
    // Fields that are private can still be written.
    Object.freeze(this);
  }

  /** Counts one more for a counter that has begun here; false when it has not. */
  static count(chosen: Chosen, counter: object): boolean {
    if (!(#count in chosen) || chosen.#counter !== counter) return false;
    chosen.#count += 1;
    return true;
  }

  /** Lets a counter begin here, at one; null when another counts here, or there is no room. */
  static begin(chosen: Chosen, counter: object): ChosenVariant | null {
    if (!(#count in chosen) || chosen.#counter !== null) return null;
    chosen.#counter = counter;
    chosen.#count = 1;
    return chosen;
  }

  /** Ends it, and answers the count. */
  end(): number {
    this.#counter = null;
    return this.#count;
  }
}
