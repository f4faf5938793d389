import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, Caller } from './harness';
import { startPostgres } from './postgres';
import { startProcess } from './server-process';

describe('a first start before its database is there', () => {
  it('tells the generated password once the database arrives', async () => {
    const postgres = await startPostgres();
    await postgres.stop();
    const dataDir = mkdtempSync(join(tmpdir(), 'pr-late-'));
    const server = await startProcess({ DATABASE_URL: postgres.url, DATA_DIR: dataDir, ADMIN_PASSWORD: '' });
    try {
      const caller = new Caller(server.url, {});
      expect((await caller.get('/health/ready')).body.status).toBe('degraded');
      expect(server.output()).not.toContain('password');
      await postgres.start();
      const deadline = Date.now() + 30_000;
      let password: string | undefined;
      while (!password && Date.now() < deadline) {
        password = /with the password (\S+)/.exec(server.output())?.[1];
        await new Promise((resolve) => setImmediate(resolve));
      }
      const login = await caller.post('/api/v1/auth/login', { email: ADMIN.email, password });
      expect(login.status).toBe(200);
    } finally {
      await server.stop();
      await postgres.remove();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
