import { randomBytes } from 'node:crypto';
import type { Answer, Caller, Json, TestServer } from './harness';
import { promptPath, Trials } from './trials';

export const HASH_OF_NOTHING = '0'.repeat(64);
export const newId = () => randomBytes(16).toString('hex');

/** A trace as the SDK sends it, of a prompt that does not exist unless `more` says otherwise. */
export const trace = (more: object = {}): Json => ({
  id: newId(),
  promptName: 'nowhere',
  promptVersion: 1,
  contentHash: HASH_OF_NOTHING,
  source: 'latest',
  startedAt: new Date().toISOString(),
  latencyMs: 1_200.5,
  status: 'ok',
  ...more,
});

export const outcome = (more: object = {}): Json => ({
  id: newId(),
  traceId: newId(),
  metric: 'confidence',
  value: 0.8,
  occurredAt: new Date().toISOString(),
  ...more,
});

export const sendTraces = (caller: Caller, ...traces: unknown[]): Promise<Answer<Json>> =>
  caller.post('/api/v1/traces', { traces });
export const sendOutcomes = (caller: Caller, ...outcomes: unknown[]): Promise<Answer<Json>> =>
  caller.post('/api/v1/outcomes', { outcomes });

/** A prompt of these words, its id, and the hash of each version. */
export async function promptWithHashes(
  server: TestServer,
  name: string,
  contents: readonly string[] = ['one', 'two'],
): Promise<{ id: string; hashes: string[] }> {
  await new Trials(() => server).prompt(name, contents);
  const { body } = await server.admin.get(promptPath(name));
  const hashes: string[] = [];
  for (const [i] of contents.entries())
    hashes.push((await server.admin.get(`${promptPath(name)}/versions/${i + 1}`)).body.contentHash);
  return { id: body.id, hashes };
}
