/** What comes from the network is unknown until it has been looked at; MLflow leaves out what is empty. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The record, or an empty one. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** Only its texts: MLflow's maps have no other values. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** `[{key, value}]`, as MLflow has tags and params. */
export function pairs(record: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

export function fromPairs(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOf(value)
      .map(recordOf)
      .map((pair) => [textOf(pair['key']), textOf(pair['value'])]),
  );
}

/**
 * A text that any database takes and of at most so many UTF-16 units (never more characters than that): MLflow on
 * PostgreSQL refuses longer ones. The end of a longer one says so.
 */
export function fitted(text: string, length: number): string {
  const clean = text.replace(/\p{Surrogate}|\0/gu, '\ufffd');
  if (clean.length <= length) return clean;
  return `${clean.slice(0, length - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

/** Every value {@link fitted}. */
export function fittedValues(
  record: Readonly<Record<string, string>>,
  length: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fitted(value, length)]));
}

/** A value in a search filter. MLflow has no escape for quotes there: ours are ids and names, which have none. */
export function quoted(value: string): string {
  if (!/^[\w./:-]*$/.test(value)) throw new TypeError('Not a value that can be searched for in MLflow');
  return `'${value}'`;
}
