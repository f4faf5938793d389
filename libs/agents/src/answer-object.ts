import { BadAnswerError } from './bad-answer-error';

/** The members of one object of an answer; every read is strict and names its path. @example new AnswerObject(value, 'insights[0]').text('title') */
export class AnswerObject {
  private readonly members: Readonly<Record<string, unknown>>;

  /** @throws BadAnswerError when it is no object. */
  constructor(
    value: unknown,
    private readonly path: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new BadAnswerError(path, 'must be a JSON object');
    this.members = value as Readonly<Record<string, unknown>>;
  }

  /** A text; the empty one only where `orEmpty`. @throws BadAnswerError. */
  text(name: string, { orEmpty = false } = {}): string {
    const value = this.members[name];
    if (typeof value !== 'string' || (!orEmpty && value.trim() === ''))
      throw this.bad(name, orEmpty ? 'must be a text' : 'must be a text that is not empty');
    return value;
  }

  /** A finite number within limits, both included. @throws BadAnswerError. */
  number(name: string, least = -Infinity, most = Infinity): number {
    const value = this.members[name];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most)
      throw this.bad(
        name,
        least === -Infinity ? 'must be a number' : `must be a number from ${least} to ${most}`,
      );
    return value;
  }

  /** One of some words. @throws BadAnswerError. */
  oneOf<T extends string>(name: string, words: readonly T[]): T {
    const found = words.find((word) => word === this.members[name]);
    if (found === undefined) throw this.bad(name, `must be one of ${words.join(', ')}`);
    return found;
  }

  /** A list whose items `read` understands. @throws BadAnswerError when there are fewer than `least`. */
  list<T>(name: string, read: (item: unknown, path: string) => T, least = 0): T[] {
    const value = this.members[name];
    if (!Array.isArray(value) || value.length < least)
      throw this.bad(name, least === 0 ? 'must be a list' : `must be a list of at least ${least}`);
    return value.map((item, i) => read(item, `${this.at(name)}[${i}]`));
  }

  /** An object that may be missing. @throws BadAnswerError. */
  optional<T>(name: string, read: (value: unknown, path: string) => T): T | null {
    const value = this.members[name];
    return value === undefined || value === null ? null : read(value, this.at(name));
  }

  private at(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }

  private bad(name: string, problem: string): BadAnswerError {
    return new BadAnswerError(this.at(name), problem);
  }
}
