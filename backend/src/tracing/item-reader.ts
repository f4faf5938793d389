import { isStorable, NOT_STORABLE, storable } from '../storable-text';
import { parseDateTime } from './date-time';
import { ItemRefusal } from './ingest-report';

/** Of this century, with its offset; {@link parseDateTime} knows the calendar. The documented schemas state the same. */
export const MOMENT = '^20\\d\\d-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$';
/** Of either case, because some platforms print them so; kept in lower case. */
export const UUID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
export const TRACE_ID = '^(?!0{32})[0-9a-fA-F]{32}$';

/** Of a member's name that an answer repeats. */
const MOST_NAME_CHARACTERS = 40;

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Reads the members of one item of a batch by hand: thousands arrive at once, and a general validator costs too much. */
export class ItemReader {
  private readonly members: Readonly<Record<string, unknown>>;

  /** @throws ItemRefusal when it is no object or has unknown members. */
  constructor(item: unknown, known: ReadonlySet<string>, field?: string) {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new ItemRefusal('INVALID_INPUT', field, 'must be a JSON object');
    for (const key of Object.keys(item))
      if (!known.has(key))
        throw invalid(at(field, storable(key.slice(0, MOST_NAME_CHARACTERS))), 'is not known here');
    this.members = item as Readonly<Record<string, unknown>>;
  }

  /** `null` is as good as absent: clients have one structure for all items. */
  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  /** Whatever is there, unread. */
  raw(name: string): unknown {
    return this.members[name];
  }

  text(name: string, mostCharacters: number): string {
    const value = this.members[name];
    if (typeof value !== 'string') throw invalid(name, 'must be a string');
    // JSON Schema counts characters, not UTF-16 units; only a text that seems too long is worth counting.
    if (value === '' || (value.length > mostCharacters && [...value].length > mostCharacters))
      throw invalid(name, `must have 1 to ${mostCharacters} characters`);
    if (!isStorable(value)) throw invalid(name, NOT_STORABLE);
    return value;
  }

  optionalText(name: string, mostCharacters: number): string | null {
    return this.has(name) ? this.text(name, mostCharacters) : null;
  }

  /** @param rule what the pattern asks for, in words. */
  matching(name: string, pattern: RegExp, rule: string): string {
    const value = this.members[name];
    if (typeof value !== 'string' || !pattern.test(value)) throw invalid(name, rule);
    return value;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.members[name]);
    if (found === undefined) throw invalid(name, `must be one of ${choices.join(', ')}`);
    return found;
  }

  number(name: string, { least, most }: Range): number {
    const value = this.members[name];
    // A number beyond what a double holds arrives as infinite.
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw invalid(name, `must be a number from ${least} to ${most}`);
    return value;
  }

  wholeNumber(name: string, range: Range): number {
    const value = this.members[name];
    if (!Number.isInteger(value))
      throw invalid(name, `must be a whole number from ${range.least} to ${range.most}`);
    return this.number(name, range);
  }

  optionalNumber(name: string, range: Range): number | null {
    return this.has(name) ? this.number(name, range) : null;
  }

  optionalWholeNumber(name: string, range: Range): number | null {
    return this.has(name) ? this.wholeNumber(name, range) : null;
  }

  /** In epoch ms. */
  moment(name: string): number {
    const value = this.members[name];
    const moment = typeof value === 'string' && value.startsWith('20') ? readMoment(value) : null;
    if (moment === null)
      throw invalid(
        name,
        'must be an ISO 8601 date and time with an offset, such as 2026-01-31T09:30:00Z, of this century',
      );
    return moment;
  }
}

/** Nearly all come as `toISOString` writes them, which reads and writes them again in a third of the time. */
function readMoment(value: string): number | null {
  const quick = value.length === 24 ? new Date(value) : null;
  if (quick && !Number.isNaN(quick.getTime()) && quick.toISOString() === value) return quick.getTime();
  return parseDateTime(value);
}

function invalid(field: string, problem: string): ItemRefusal {
  return new ItemRefusal('INVALID_INPUT', field, problem);
}

function at(path: string | undefined, member: string): string {
  return path === undefined ? member : `${path}.${member}`;
}
