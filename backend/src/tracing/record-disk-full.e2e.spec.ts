import { startServer, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { LOG_LEVEL: 'silent' } });
});
afterAll(() => server?.stop());

describe.each([
  ['traces', sendTraces, trace],
  ['outcomes', sendOutcomes, outcome],
] as const)('%s on a full disk', (table, send, make) => {
  it('are refused for now, wholly, and taken when there is room', async () => {
    // The error that PostgreSQL raises where it cannot extend a file, after some rows were written.
    await server.sql(
      `CREATE OR REPLACE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF (SELECT count(*) FROM ${table}) > 0 THEN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$`,
    );
    const items = Array.from({ length: 100 }, () => make());
    expect((await send(server.admin, items[0])).status).toBe(200);
    await server.sql(
      `CREATE TRIGGER disk_is_full BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION disk_is_full()`,
    );
    const { status, headers, body } = await send(server.admin, ...items);
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'DATABASE_UNAVAILABLE', '2']);
    expect(await server.sql(`SELECT count(*)::integer AS count FROM ${table}`)).toEqual([{ count: 1 }]);
    await server.sql(`DROP TRIGGER disk_is_full ON ${table}`);
    expect((await send(server.admin, ...items)).body).toMatchObject({ accepted: 99, duplicates: 1 });
  });
});
