import { Client } from 'pg';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { sendTraces, trace } from '../../e2e/records';
import { CONFIGURATION, type Configuration } from '../configuration';
import { CLOCK, type Clock } from '../clock';
import { RollUpService } from './roll-up.service';

let server: TestServer;
let vacuum: Client;
beforeAll(async () => {
  server = await startServer();
  vacuum = new Client({
    connectionString: server.app.get<Configuration>(CONFIGURATION).databaseUrl as string,
  });
  await vacuum.connect();
});
afterAll(async () => {
  await vacuum?.end();
  await server?.stop();
});

describe('the sums by the hour, while a vacuum is at the traces', () => {
  it('go on, and do not wait for it: who waits makes an autovacuum give up', async () => {
    await sendTraces(server.admin, trace());
    const now = new Date(Date.now() + 3 * 60_000);
    jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(now);
    await vacuum.query('BEGIN');
    await vacuum.query('LOCK TABLE traces IN SHARE UPDATE EXCLUSIVE MODE'); // as a vacuum does
    const waiting = async () => {
      const [row] = await server.sql<Json>('SELECT count(*)::integer AS n FROM pg_locks WHERE NOT granted');
      return row.n as number;
    };
    let over = false;
    const run = server.app
      .get(RollUpService)
      .run()
      .finally(() => (over = true));
    let most = 0;
    while (!over && most === 0) most = await waiting();
    await vacuum.query('ROLLBACK');
    await run;
    expect(most).toBe(0);
    expect(await server.sql('SELECT uses FROM trace_hours')).toEqual([{ uses: 1 }]);
  });
});
