import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readConfiguration } from '../backend/src/configuration';

const ROOT = join(__dirname, '..');

/** Any document; a wrong one fails its expectations. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the backend's tests: documents of many shapes
export type Json = any;

export const exists = (path: string): boolean => existsSync(join(ROOT, path));
export const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const json = (path: string): Json => JSON.parse(text(path));

/** The documents of a YAML file; one that YAML cannot read throws. */
export function yaml(path: string): Json[] {
  return parseAllDocuments(text(path), { merge: true }).map((document) => {
    if ('errors' in document && document.errors[0]) throw document.errors[0];
    return 'toJS' in document ? document.toJS() : document;
  });
}

/** Every environment variable that the server reads, by watching it read. */
export function variables(): string[] {
  const read = new Set<string>();
  // Without it the rest of MLflow's are not looked at.
  const given: Record<string, string> = { MLFLOW_TRACKING_URI: 'http://localhost:5000' };
  readConfiguration(
    new Proxy(given, {
      get: (target, name: string) => {
        read.add(name);
        return target[name];
      },
    }),
  );
  return [...read].sort();
}
