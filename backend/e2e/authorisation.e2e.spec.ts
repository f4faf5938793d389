import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { ACCESS, accessOf, type Access } from '../src/authorisation';
import { CLOCK, type Clock } from '../src/clock';
import { ROLES, SCOPES, type Role, type Scope } from '../src/identity/principal';
import { Caller, startServer, type TestServer } from './harness';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const HOUR = 3_600_000;

/** What each role may do, written out again: the test shares no table with the code. */
const MAY: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['resolve', 'read'],
  editor: ['resolve', 'record', 'read', 'write'],
  admin: ['resolve', 'record', 'read', 'write', 'admin'],
};

type Expected = 'allowed' | 'NOT_AUTHENTICATED' | 'NOT_ALLOWED';

function expectedOf(
  access: Access,
  credential: { scopes: readonly Scope[]; person: boolean } | null,
): Expected {
  if (access === 'public') return 'allowed';
  if (!credential) return 'NOT_AUTHENTICATED';
  if (access === 'credential') return 'allowed';
  if (access === 'person') return credential.person ? 'allowed' : 'NOT_ALLOWED';
  return credential.scopes.includes(access) || credential.scopes.includes('admin')
    ? 'allowed'
    : 'NOT_ALLOWED';
}

describe('authorisation', () => {
  let server: TestServer;
  const served = new Set<string>();
  const credentials = new Map<
    string,
    { caller: () => Promise<Caller>; can: { scopes: readonly Scope[]; person: boolean } | null }
  >();

  const collectRoutes = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD') served.add(`${one} ${url}`);
    });
  };

  beforeAll(async () => {
    subscribe('fastify.initialization', collectRoutes);
    server = await startServer();
    unsubscribe('fastify.initialization', collectRoutes);
    const key = (value: string) => new Caller(server.url, { authorization: `Bearer ${value}` });
    const fixed = (caller: Caller, can: { scopes: readonly Scope[]; person: boolean } | null = null) => ({
      caller: async () => caller,
      can,
    });
    const make = async (given: object = {}) =>
      (await server.admin.post('/api/v1/api-keys', { name: 'k', scopes: SCOPES, ...given })).body as {
        id: string;
        key: string;
      };

    const clock = jest
      .spyOn(server.app.get<Clock>(CLOCK), 'now')
      .mockReturnValue(new Date(Date.now() - 2 * HOUR));
    const expired = await make({ expiresAt: new Date(Date.now() - HOUR).toISOString() });
    clock.mockRestore();
    const revoked = await make();
    await server.admin.delete(`/api/v1/api-keys/${revoked.id}`);

    credentials.set('no credential', fixed(server.nobody));
    credentials.set('a bad key', fixed(key(`${revoked.key.slice(0, -1)}x`)));
    credentials.set('an expired key', fixed(key(expired.key)));
    credentials.set('a revoked key', fixed(key(revoked.key)));
    credentials.set(
      'a bad session',
      fixed(new Caller(server.url, { cookie: `pr_session=${'A'.repeat(43)}` })),
    );
    for (const scope of SCOPES)
      credentials.set(
        `a key for ${scope}`,
        fixed(await server.withKey(scope), { scopes: [scope], person: false }),
      );
    for (const role of ROLES) {
      let caller = await server.withSession(role);
      credentials.set(`a session of a ${role}`, {
        // Signing out works, so the next request needs a new session.
        caller: async () => {
          if ((await caller.get('/api/v1/auth/me')).status === 401) caller = await server.withSession(role);
          return caller;
        },
        can: { scopes: MAY[role], person: true },
      });
    }
  });
  afterAll(() => server.stop());

  it('has a row for every route that is served, and no other', () => {
    expect([...served].sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it('refuses to serve a route without a row', () => {
    expect(() => accessOf('GET', '/api/v1/forgotten')).toThrow(
      'No row in authorisation.ts for GET /api/v1/forgotten',
    );
  });

  it('lets in without a credential nobody but probes, readers of the contract and the console, and who signs in', () => {
    const open = Object.keys(ACCESS).filter(
      (route) => ACCESS[route] === 'public' && !/^GET \/api\/docs(\/|$)/.test(route),
    );
    expect(open.sort()).toEqual([
      'GET /*',
      'GET /api/openapi.json',
      'GET /health/live',
      'GET /health/ready',
      'POST /api/v1/auth/login',
    ]);
  });

  it('lets nobody change anything who may only read', () => {
    // Computes, and changes nothing.
    const computing = ['POST /api/v1/experiments/plan', 'POST /api/v1/prompts/export'];
    const changing = Object.entries(ACCESS).filter(
      ([route]) => !route.startsWith('GET ') && !computing.includes(route),
    );
    expect(changing.filter(([, access]) => access === 'read' || access === 'credential')).toEqual([]);
  });

  it.each(Object.entries(ACCESS))('%s asks for %s', async (route, access) => {
    const [method, pattern] = route.split(' ') as [string, string];
    const path = pattern
      .replace(':id', UNKNOWN)
      .replace(':version', '1')
      .replace(/:\w+/g, 'unknown')
      .replace('*', 'unknown');
    for (const [name, { caller, can }] of credentials) {
      const answer = await (
        await caller()
      ).send(method, path, method === 'GET' || method === 'DELETE' ? {} : { body: {} });
      const got = answer.status === 401 || answer.status === 403 ? answer.body.code : 'allowed';
      const expected = expectedOf(access, can);
      expect(`${name}: ${got}`).toBe(`${name}: ${expected}`);
      expect(answer.status).toBeLessThan(500);
      if (expected === 'NOT_AUTHENTICATED') expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      if (expected === 'NOT_ALLOWED')
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    'asks nobody who they are for %s of an address that nothing serves',
    async (method) => {
      expect([404, 405]).toContain((await server.nobody.send(method, '/api/v1/nothing/here')).status);
    },
  );

  it('asks the same for HEAD as for GET', async () => {
    expect((await server.nobody.send('HEAD', '/api/v1/users')).status).toBe(401);
    expect((await (await server.withKey('read')).send('HEAD', '/api/v1/users')).status).toBe(403);
  });
});
