import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export interface PrivatePostgres {
  readonly url: string;
  start(): Promise<void>;
  stop(): void;
  kill(): void;
  remove(): void;
}

/** A PostgreSQL of the test's own, to stop and kill; `null` on a machine without one. */
export async function privatePostgres(options: { durable?: boolean } = {}): Promise<PrivatePostgres> {
  const tool = pathToFileURL(join(__dirname, '../../tools/postgres.mjs')).href;
  // jest compiles import() to require(), which cannot load the tool's ES module on every supported Node.
  const load = new Function('url', 'return import(url)') as (url: string) => Promise<{ startPostgres(o: object): Promise<PrivatePostgres> }>;
  return (await load(tool)).startPostgres(options);
}
