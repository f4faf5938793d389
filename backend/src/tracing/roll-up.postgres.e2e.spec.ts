import { Client } from 'pg';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { sendTraces, trace } from '../../e2e/records';
import { CONFIGURATION, type Configuration } from '../configuration';
import { RollUpService } from './roll-up.service';

let server: TestServer;
let other: Client;
beforeAll(async () => {
  server = await startServer();
  other = new Client({
    connectionString: server.app.get<Configuration>(CONFIGURATION).databaseUrl as string,
  });
  await other.connect();
});
afterAll(async () => {
  await other?.end();
  await server?.stop();
});

const uses = async () =>
  (await server.sql<Json>('SELECT sum(uses)::integer AS uses FROM trace_hours'))[0]?.uses;

describe('the sums by the hour, on several connections', () => {
  it('have what was written before a run and committed after it', async () => {
    await other.query('BEGIN');
    await other.query(`INSERT INTO traces (id, prompt_name, source, started_at, status, digest, received_at)
      VALUES (gen_random_uuid(), 'slow', 'latest', now(), 'ok', gen_random_uuid(), now() - interval '1 hour')`);
    await sendTraces(server.admin, trace());
    await server.app.get(RollUpService).run();
    expect(await uses()).toBe(1);
    await other.query('COMMIT');
    await server.app.get(RollUpService).run();
    expect(await uses()).toBe(2);
  });

  it('do not wait for a vacuum: who waits makes an autovacuum give up', async () => {
    await sendTraces(server.admin, trace());
    await other.query('BEGIN');
    await other.query('LOCK TABLE traces IN SHARE UPDATE EXCLUSIVE MODE'); // as a vacuum does
    await server.app.get(RollUpService).run();
    await other.query('ROLLBACK');
    expect(await uses()).toBe(3);
  });
});
