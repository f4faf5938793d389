/**
 * Tells a plain JSON object from arrays, null, class instances and objects with a made-up prototype.
 *
 * Compares by the prototype's own prototype, so that objects of another realm (a worker, jest) count too.
 * @example isPlainObject(JSON.parse('{}')) // true
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
