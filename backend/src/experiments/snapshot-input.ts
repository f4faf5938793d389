import { invalidField } from '../problems/domain-error';

/** Limits of the query; the documented schema states the same. */
export const SNAPSHOT_LIMITS = { names: 1_000, name: 200 } as const;

/**
 * Reads `?names=a&names=b`; `null` when all prompts are meant.
 * @throws DomainError INVALID_INPUT naming the parameter that is wrong.
 */
export function readNames(query: unknown): ReadonlySet<string> | null {
  const { names, ...others } = query as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalidField(unknown.slice(0, 100), 'is not known here; expected names');
  if (names === undefined) return null;
  const list = [names].flat();
  if (list.length > SNAPSHOT_LIMITS.names)
    throw invalidField('names', `must be at most ${SNAPSHOT_LIMITS.names}`);
  for (const name of list)
    if (typeof name !== 'string' || name === '' || [...name].length > SNAPSHOT_LIMITS.name)
      throw invalidField('names', `must each have 1 to ${SNAPSHOT_LIMITS.name} characters`);
  return new Set(list.sort() as string[]);
}

/** Equal for equal sets that {@link readNames} made. */
export function keyOf(names: ReadonlySet<string> | null): string {
  return names ? JSON.stringify([...names]) : '';
}

/** Whether the sender takes gzip (RFC 9110, 12.5.3). */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  const weights = new Map<string, number>();
  for (const item of [header ?? ''].flat().join(',').split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(coding, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
