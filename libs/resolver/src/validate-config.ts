import { MAX_CONFIG_DEPTH } from './content-limits';
import type { ContentProblems } from './content-problem';
import { isPlainObject } from './plain-object';
import type { JsonObject } from './version-content';

// Keys that become something else when a careless reader copies the object: refused where they would enter.
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Checks that a config is a plain JSON object that can be stored and hashed; records problems, returns whether there are none.
 *
 * Depth <= 32, finite numbers, no undefined, no class instances, no NUL or lone surrogate in keys or values.
 * @example validateConfig({ temperature: 0.2 }, problems) // true
 */
export function validateConfig(config: unknown, problems: ContentProblems): config is JsonObject {
  if (!isPlainObject(config)) {
    problems.add('config', 'WRONG_TYPE', 'config must be a JSON object.');
    return false;
  }
  const before = problems.list.length;
  check(config, 'config', 1, problems);
  return problems.list.length === before;
}

function check(value: unknown, field: string, depth: number, problems: ContentProblems): void {
  if (typeof value === 'string') {
    problems.addUnstorable(field, value);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) problems.add(field, 'NOT_JSON', 'A number must be finite.');
  } else if (Array.isArray(value) || isPlainObject(value)) {
    if (depth > MAX_CONFIG_DEPTH)
      problems.add(field, 'TOO_DEEP', `config may be ${MAX_CONFIG_DEPTH} levels deep.`);
    else if (Array.isArray(value)) checkArray(value, field, depth, problems);
    else checkObject(value, field, depth, problems);
  } else if (value !== null && typeof value !== 'boolean') {
    problems.add(
      field,
      'NOT_JSON',
      'Only null, booleans, numbers, strings, arrays and plain objects are JSON.',
    );
  }
}

function checkArray(
  values: readonly unknown[],
  field: string,
  depth: number,
  problems: ContentProblems,
): void {
  for (let i = 0; i < values.length; i++) check(values[i], `${field}[${i}]`, depth + 1, problems);
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  field: string,
  depth: number,
  problems: ContentProblems,
): void {
  for (const key of Object.keys(value)) {
    const path = /^[\p{XID_Start}_$][\p{XID_Continue}$-]*$/u.test(key)
      ? `${field}.${key}`
      : `${field}[${JSON.stringify(key)}]`;
    if (FORBIDDEN_KEYS.includes(key)) problems.add(path, 'FORBIDDEN_KEY', `The key ${key} is not allowed.`);
    else if (!problems.addUnstorable(path, key)) check(value[key], path, depth + 1, problems);
  }
}
