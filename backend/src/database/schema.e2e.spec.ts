import { startServer, type TestServer } from '../../e2e/harness';
import { DataSource } from 'typeorm';

describe('schema', () => {
  let server: TestServer;
  let dataSource: DataSource;

  beforeAll(async () => {
    // The tables go away for a moment, which the server's own watch would report.
    server = await startServer({ env: { LOG_LEVEL: 'silent' } });
    dataSource = server.app.get(DataSource);
  });
  afterAll(() => server.stop());

  const drift = async () =>
    (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

  it('is the same in entities and migrations', async () => {
    expect(await drift()).toEqual([]);
  });

  it('goes down and up again', async () => {
    const tables = () =>
      server.sql<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
      );
    const before = await tables();
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    expect((await tables()).map(({ name }) => name)).toEqual(['schema_migrations']);
    await dataSource.runMigrations();
    expect(await tables()).toEqual(before);
    expect(await drift()).toEqual([]);
  });

  it.each(['prompt_versions', 'audit_log', 'label_moves', 'prompt_imports'])(
    'refuses to truncate %s',
    async (table) => {
      await expect(server.sql(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({
        driverError: { code: '23001' },
      });
    },
  );
});
