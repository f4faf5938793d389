import { ADMIN, Caller, startServer, type TestServer } from '../../e2e/harness';
import { RevisionService } from '../database/revision.service';
import { FirstAdminService } from './first-admin.service';
import { PasswordRecoveryService } from './password-recovery.service';

describe('the first start', () => {
  let server: TestServer;
  let service: FirstAdminService;

  beforeAll(async () => {
    server = await startServer();
    service = server.app.get(FirstAdminService);
  });
  afterAll(() => server.stop());

  const login = (password: string) =>
    server.nobody.post('/api/v1/auth/login', { email: ADMIN.email, password });

  it('makes the configured admin and key', async () => {
    expect((await login(ADMIN.password)).body).toMatchObject({ email: ADMIN.email, role: 'admin' });
    expect((await server.admin.get('/api/v1/auth/me')).body).toMatchObject({
      type: 'key',
      name: 'ADMIN_API_KEY',
      scopes: ['admin'],
    });
  });

  it('is over: later starts change nothing, also when the key was revoked', async () => {
    const keys = (await server.admin.get('/api/v1/api-keys')).body;
    const other = await server.withKey('admin');
    await server.admin.delete(`/api/v1/api-keys/${keys.items[0].id}`);
    expect(await service.ensure()).toBeNull();
    expect((await server.admin.get('/api/v1/auth/me')).status).toBe(401);
    expect((await other.get('/api/v1/users')).body.total).toBe(1);
  });

  it('accepts the configured key also before it has made it', async () => {
    await server.sql('DELETE FROM api_keys');
    await server.sql('UPDATE registry_state SET keys_revision = keys_revision + 1');
    await server.app.get(RevisionService).announce();
    expect((await server.admin.get('/api/v1/auth/me')).body).toMatchObject({ name: 'ADMIN_API_KEY' });
  });

  it('makes one admin and one key however many replicas start at once', async () => {
    await server.sql('DELETE FROM sessions');
    await server.sql('DELETE FROM users');
    await server.sql('DELETE FROM api_keys');
    const made = await Promise.all(Array.from({ length: 3 }, () => service.ensure()));
    expect(made.filter((admin) => admin !== null)).toEqual([{ email: ADMIN.email, password: null }]);
    expect(await server.sql('SELECT role FROM users')).toEqual([{ role: 'admin' }]);
    expect(await server.sql('SELECT name FROM api_keys')).toEqual([{ name: 'ADMIN_API_KEY' }]);
    expect((await login(ADMIN.password)).status).toBe(200);
    expect((await server.admin.get('/api/v1/users')).status).toBe(200);
  });
});

describe('a lost password', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.stop());
  const recover = (email: string) => server.app.get(PasswordRecoveryService).recover(email);
  const login = (password: string) =>
    server.nobody.post('/api/v1/auth/login', { email: ADMIN.email, password });

  it('is replaced, also for who was disabled; sessions end, and the audit log says so', async () => {
    const cookie = (await login(ADMIN.password)).headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const signedIn = new Caller(server.url, { cookie });
    expect((await signedIn.get('/api/v1/auth/me')).status).toBe(200);
    await server.sql('UPDATE users SET disabled_at = now()');
    const recovery = await recover(ADMIN.email.toUpperCase());
    const [row] = (await server.admin.get('/api/v1/audit')).body.items;
    expect(row).toMatchObject({
      action: 'user.updated',
      actorName: 'password recovery',
      after: { password: 'changed', disabled: false },
    });
    if (!recovery.ok) throw new Error('nobody was found');
    expect((await signedIn.get('/api/v1/auth/me')).status).toBe(401);
    expect((await login(ADMIN.password)).status).toBe(401);
    expect((await login(recovery.password)).status).toBe(200);
  });

  it('of nobody names who administers', async () => {
    expect(await recover('nobody@example.com')).toEqual({ ok: false, admins: [ADMIN.email] });
  });
});

describe('a first start without a password', () => {
  it('makes one, tells it once, and stores its hash only', async () => {
    const server = await startServer({ env: { ADMIN_PASSWORD: '' } });
    try {
      await server.sql('DELETE FROM users');
      const admin = await server.app.get(FirstAdminService).ensure();
      expect(admin?.password).toMatch(/^[\w-]{20}$/);
      const login = await server.nobody.post('/api/v1/auth/login', admin as object);
      expect(login.status).toBe(200);
      expect(JSON.stringify(await server.sql('SELECT to_jsonb(u) AS row FROM users u'))).not.toContain(
        admin?.password,
      );
      expect(await server.app.get(FirstAdminService).ensure()).toBeNull();
    } finally {
      await server.stop();
    }
  });
});
