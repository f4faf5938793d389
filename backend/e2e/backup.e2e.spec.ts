import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, Caller, DATABASE, type Json } from './harness';
import { startPostgres } from './postgres';
import { startProcess } from './server-process';

const NAMES = ['base_analyst', 'depth/quick', 'specialists/energy_analyst', 'kept'];
const EMBEDDED_FILES = /(^|\/)(lock\.sock|snapshot\.json.*)$/;

const callerOf = (url: string) => new Caller(url, { authorization: `Bearer ${ADMIN.apiKey}` });

/** All that must be the same after a restore; ids of traces are new in each answer. */
async function remembered(caller: Caller): Promise<Json> {
  const answers = NAMES.map(async (name) => {
    const { traceId: _, ...words } = (await caller.post('/api/v1/resolve', { name })).body;
    return words;
  });
  const { body: labels } = await caller.get('/api/v1/prompts/kept/labels');
  const { body: versions } = await caller.get('/api/v1/prompts/kept/versions');
  const { body: audit } = await caller.get('/api/v1/audit?limit=100');
  return { answers: await Promise.all(answers), labels, versions, audit };
}

/** Two versions, and a label on the first. */
async function work(caller: Caller): Promise<void> {
  await caller.post('/api/v1/prompts', { name: 'kept', content: 'one' });
  await caller.put('/api/v1/prompts/kept', { content: 'two' }, { headers: { 'if-match': '*' } });
  await caller.put('/api/v1/prompts/kept/labels/production', { version: 1 });
}

/** As docs/operations.md tells people to do it. */
describe('a backup', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pr-backup-'));
  const directory = (name: string) => join(scratch, name);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  async function expectTheSame(env: Readonly<Record<string, string>>, before: Json): Promise<void> {
    const restored = await startProcess({ SEED_ON_START: 'false', ...env });
    try {
      const caller = callerOf(restored.url);
      expect(await remembered(caller)).toEqual(before);
      const next = await caller.put(
        '/api/v1/prompts/kept',
        { content: 'three' },
        { headers: { 'if-match': '*' } },
      );
      expect(next.body.version).toBe(3);
    } finally {
      await restored.stop();
    }
  }

  const onEmbedded = async () => {
    const server = await startProcess({ DATA_DIR: directory('data') });
    await work(callerOf(server.url));
    const before = await remembered(callerOf(server.url));
    await server.stop();
    cpSync(directory('data'), directory('copy'), {
      recursive: true,
      filter: (file) => !EMBEDDED_FILES.test(file),
    });
    await expectTheSame({ DATA_DIR: directory('copy') }, before);
  };

  const onPostgres = async () => {
    const postgres = await startPostgres();
    const run = (program: string, ...args: string[]) =>
      execFileSync(join(process.env['E2E_POSTGRES_BINARIES'] ?? '', program), args, { stdio: 'pipe' });
    try {
      const server = await startProcess({ DATA_DIR: directory('data'), DATABASE_URL: postgres.url });
      await work(callerOf(server.url));
      const before = await remembered(callerOf(server.url));
      // While it serves: a dump is one consistent moment.
      run('pg_dump', '--format=custom', '--no-owner', `--file=${directory('dump')}`, postgres.url);
      await server.stop();
      const target = new URL(postgres.url);
      target.pathname = '/restored';
      run('psql', '-qc', 'CREATE DATABASE restored', postgres.url);
      run('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${target.href}`, directory('dump'));
      await expectTheSame({ DATA_DIR: directory('other'), DATABASE_URL: target.href }, before);
    } finally {
      await postgres.remove();
    }
  };

  it('restored elsewhere, answers as before and goes on', async () => {
    await (DATABASE === 'postgresql' ? onPostgres() : onEmbedded());
  }, 120_000);
});
