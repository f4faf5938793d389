import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryInUseError, lockDataDirectory } from '../src/database/data-directory-lock';
import { ADMIN, Caller, DATABASE } from './harness';
import { ownMs } from './own-time';
import { runToEnd, startProcess } from './server-process';
import { startPostgres } from './postgres';

const newDirectory = () => mkdtempSync(join(tmpdir(), 'pr-start-'));
const oneLine = /^prompt-registry: [^\n]+\n$/;

describe('starting the server', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = newDirectory()));
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it.each([
    ['PORT', { PORT: '80000' }, /PORT must be a whole number/],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:hunter2@db/x' }, /DATABASE_URL must start with postgres/],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
  ])('says in one line that %s is wrong, without repeating secrets', async (_name, env, line) => {
    const { code, output } = await runToEnd({ DATA_DIR: dataDir, ...env });
    expect(code).toBe(1);
    expect(output).toMatch(line);
    expect(output).toMatch(oneLine);
    expect(output).not.toContain('hunter2');
  });

  it('says in one line that the data directory cannot be written', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    const { code, output } = await runToEnd({ DATA_DIR: join(file, 'inside') });
    expect(code).toBe(1);
    expect(output).toMatch(oneLine);
    expect(output).toContain('data directory cannot be written');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('says so, and does not try forever, where no directory can be made', async () => {
    const { code, output } = await runToEnd({ DATA_DIR: '/proc/registry/data' });
    expect(code).toBe(1);
    expect(output).toMatch(oneLine);
    expect(output).toContain('data directory cannot be written (ENOENT at /proc/registry)');
  });

  it('begins no demonstration on what somebody else has made', async () => {
    writeFileSync(join(dataDir, 'precious'), '');
    const demo = { DATABASE_URL: '', MLFLOW_TRACKING_URI: '', DEMO_CLOCK: '2026-01-01T00:00:00Z,1000' };
    const { code, output } = await runToEnd({ DATA_DIR: dataDir, ...demo });
    expect(code).toBe(1);
    expect(output).toMatch(oneLine);
    expect(output).toContain('begins with nothing');
  });

  it('says in one line that the port is busy', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<{ port: number }>((resolve) =>
      holder.once('listening', () => resolve(holder.address() as never)),
    );
    const { code, output } = await runToEnd({ DATA_DIR: dataDir, PORT: String(port) });
    holder.close();
    expect(code).toBe(1);
    expect(output).toMatch(oneLine);
    expect(output).toContain(`Port ${port} is in use`);
  });

  it('prints the addresses, and a password at the first start only; who loses it is given a new one', async () => {
    const env = { DATA_DIR: dataDir, ADMIN_PASSWORD: '', LOG_LEVEL: 'info' };
    const first = await startProcess(env);
    const password = /with the password (\S+)/.exec(first.output())?.[1];
    expect(first.output()).not.toContain('RouterExplorer');
    expect(first.output()).toMatch(/Console.+\n.+Swagger.+\/api\/docs\n.+API/);
    const login = await new Caller(first.url, {}).post('/api/v1/auth/login', {
      email: ADMIN.email,
      password,
    });
    expect(login.status).toBe(200);
    expect((await runToEnd(env, 'new-password', ADMIN.email)).output).toMatch(/in use by another process/);
    expect(await first.stop()).toBe(0);

    const given = await runToEnd(env, 'new-password', ADMIN.email);
    expect(given.code).toBe(0);
    const second = await startProcess(env);
    expect(second.output()).not.toContain('password');
    const signIn = (known: string | undefined) =>
      new Caller(second.url, {}).post('/api/v1/auth/login', { email: ADMIN.email, password: known });
    expect((await signIn(password)).status).toBe(401);
    expect((await signIn(/with the password (\S+)/.exec(given.output)?.[1])).status).toBe(200);
    await second.stop();
  });
});

describe('a killed server', () => {
  it('loses nothing that it acknowledged, and numbers stay gapless', async () => {
    const dataDir = newDirectory();
    const postgres = DATABASE === 'postgresql' ? await startPostgres({ durable: true }) : null;
    const env = {
      DATA_DIR: dataDir,
      PROMPTS_DIR: join(dataDir, 'none'),
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    };
    try {
      const first = await startProcess(env);
      const caller = new Caller(first.url, { authorization: `Bearer ${ADMIN.apiKey}` });
      await caller.post('/api/v1/prompts', { name: 'killed', content: 'v1' });
      const acknowledged: number[] = [];
      let alive = true;
      const publishUntilKilled = async (worker: number) => {
        for (let n = 0; n < 25 && alive; n += 1) {
          const answer = await caller.put(
            '/api/v1/prompts/killed',
            { content: `text ${worker} ${n}` },
            { headers: { 'if-match': '*' } },
          );
          if (answer.status === 200) acknowledged.push(answer.body.version);
          if (acknowledged.length === 60) {
            alive = false;
            await first.kill();
          }
        }
      };
      await Promise.allSettled(Array.from({ length: 8 }, (_, worker) => publishUntilKilled(worker)));
      expect(acknowledged.length).toBeGreaterThanOrEqual(60);
      expect(acknowledged.length).toBeLessThan(200);

      const second = await startProcess(env);
      const reader = new Caller(second.url, { authorization: `Bearer ${ADMIN.apiKey}` });
      const { body } = await reader.get('/api/v1/prompts/killed/versions?pageSize=200');
      const numbers = (body.items as Array<{ version: number }>).map(({ version }) => version).reverse();
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      expect(numbers).toEqual(expect.arrayContaining(acknowledged));
      await second.stop();
    } finally {
      await postgres?.remove();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe('the data directory', () => {
  it('refuses a second process within a second, and lets the next one in after a kill', async () => {
    const dataDir = newDirectory();
    const env = { DATA_DIR: dataDir, PROMPTS_DIR: join(dataDir, 'none') };
    const first = await startProcess(env);
    const { code, output } = await runToEnd(env);
    expect(code).toBe(1);
    expect(output).toMatch(oneLine);
    expect(output).toContain('in use by another process');
    const refused = expect(lockDataDirectory(dataDir)).rejects.toThrow(DirectoryInUseError);
    expect(await ownMs(refused)).toBeLessThan(1_000);
    await first.kill();
    const next = await startProcess(env);
    expect(await next.stop()).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
});
