import { Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { CLOCK, type Clock } from '../clock';
import { DatabaseService } from '../database/database.service';
import { ConsumersService } from './consumers.service';

const CONSUMERS = '/api/v1/consumers';
const MINUTE = 60_000;

let server: TestServer;
let agent: Caller;
let reader: Caller;
beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('resolve');
  reader = await server.withKey('read');
});
afterAll(() => server?.stop());
beforeEach(() => server.sql('DELETE FROM consumers'));
afterEach(() => jest.restoreAllMocks());

const report = (more: object = {}) => ({
  service: 'energy-analyst',
  instanceId: 'one',
  sdkVersion: '0.1.0',
  revision: 1,
  stale: false,
  source: 'memory',
  since: '2026-01-31T09:30:00.000Z',
  ...more,
});
const send = (more: object = {}) => agent.post(CONSUMERS, report(more));
const list = async (query = ''): Promise<Json> => (await reader.get(CONSUMERS + query)).body;
const at = (ms: number) =>
  jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(Date.now() + ms));

describe('consumers', () => {
  it('are listed with what they serve, and how far behind that is', async () => {
    await server.admin.post('/api/v1/prompts', { name: 'ahead', content: 'x' });
    const { body: snapshot } = await agent.get('/api/v1/snapshot');
    const before = Date.now();
    const { status, body } = await send({
      revision: snapshot.revision - 1,
      stale: true,
      source: 'snapshot_file',
    });
    expect([status, body]).toEqual([204, null]);
    const { items, ...rest } = await list();
    expect(rest).toEqual({ total: 1, page: 1, pageSize: 50 });
    expect(items).toEqual([
      {
        ...report({ revision: snapshot.revision - 1, stale: true, source: 'snapshot_file' }),
        behind: 1,
        keyName: 'resolve',
        lastSeenAt: expect.any(String),
      },
    ]);
    expect(Date.parse(items[0].lastSeenAt)).toBeGreaterThanOrEqual(before);
  });

  it('are one row for each instance of a service, with the newest report', async () => {
    for (const instanceId of ['two', 'one']) await send({ instanceId });
    await send({ service: 'architect' });
    await Promise.all(Array.from({ length: 10 }, (_, revision) => send({ revision })));
    await send({ revision: 7, sdkVersion: '0.2.0' });
    const { items } = await list();
    expect(items.map(({ service, instanceId }: Json) => `${service}/${instanceId}`)).toEqual([
      'architect/one',
      'energy-analyst/one',
      'energy-analyst/two',
    ]);
    expect(items[1]).toMatchObject({ revision: 7, sdkVersion: '0.2.0' });
  });

  it('are paged', async () => {
    for (let i = 0; i < 5; i++) await send({ instanceId: `i${i}` });
    const { items, total, page, pageSize } = await list('?page=2&pageSize=2');
    expect([items.map(({ instanceId }: Json) => instanceId), total, page, pageSize]).toEqual([
      ['i2', 'i3'],
      5,
      2,
      2,
    ]);
    expect((await reader.get(`${CONSUMERS}?pageSize=201`)).status).toBe(422);
  });

  it('are ahead of nobody, also with a revision from before the restore of a backup', async () => {
    await send({ revision: Number.MAX_SAFE_INTEGER });
    expect((await list()).items[0]).toMatchObject({ revision: Number.MAX_SAFE_INTEGER, behind: 0 });
  });

  it('are forgotten after five minutes of silence', async () => {
    await send();
    at(4.9 * MINUTE);
    expect((await list()).total).toBe(1);
    at(5.1 * MINUTE);
    expect((await list()).total).toBe(0);
    await server.app.get(ConsumersService).forgetSilent();
    expect(await server.sql('SELECT * FROM consumers')).toEqual([]);
    await send();
    expect((await list()).total).toBe(1);
  });

  it('with a clock that is ahead serve since now', async () => {
    await send({ since: '2099-12-31T23:59:59+14:00' });
    expect(Date.parse((await list()).items[0].since)).toBeLessThanOrEqual(Date.now());
  });

  it('leave nothing in the audit log, and do not make a revision', async () => {
    const before = (await server.admin.get('/api/v1/audit')).body.total;
    const { body: snapshot } = await agent.get('/api/v1/snapshot');
    await send();
    expect((await server.admin.get('/api/v1/audit')).body.total).toBe(before);
    expect((await agent.get('/api/v1/snapshot')).body.revision).toBe(snapshot.revision);
  });

  it('can report while the database is away, which is dropped', async () => {
    jest
      .spyOn(server.app.get(DatabaseService), 'current')
      .mockReturnValue({ engine: 'postgresql', status: 'unreachable', since: new Date(), lastError: 'x' });
    expect((await send()).status).toBe(204);
    jest.restoreAllMocks();
    expect((await list()).total).toBe(0);
  });

  it.each<[string, object]>([
    ['service', { service: '' }],
    ['service', { service: 'x'.repeat(201) }],
    ['service', { service: 'two\nlines' }],
    ['service', { service: undefined }],
    ['instanceId', { instanceId: 7 }],
    ['sdkVersion', { sdkVersion: null }],
    ['revision', { revision: -1 }],
    ['revision', { revision: 1.5 }],
    ['revision', { revision: Number.MAX_SAFE_INTEGER + 1 }],
    ['stale', { stale: 'false' }],
    ['source', { source: 'file' }],
    ['since', { since: 'yesterday' }],
    ['since', { since: '2026-02-30T00:00:00Z' }],
    ['since', { since: '0001-01-01T00:00:00Z' }],
    ['more', { more: 1 }],
  ])('may not report a wrong %s %#', async (field, wrong) => {
    const { status, body } = await send(wrong);
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', field]);
  });

  it('may have any printable name', async () => {
    const service = `${'🚀'.repeat(199)}ü`;
    expect((await send({ service })).status).toBe(204);
    expect((await list()).items[0].service).toBe(service);
  });
});
