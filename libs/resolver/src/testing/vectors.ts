import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a published vectors file; for specs only. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, '../../vectors', name), 'utf8')) as T;
}
