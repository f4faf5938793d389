import { startServer, type TestServer } from '../../e2e/harness';
import { startPostgres, type RunningPostgres } from '../../e2e/postgres';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';

describe('PostgreSQL going away', () => {
  let postgres: RunningPostgres;
  let server: TestServer;

  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    server = await startServer({ env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' } });
  });
  afterAll(async () => {
    await server?.stop();
    await postgres?.remove();
  });

  it('is said, nothing is acknowledged meanwhile, and what is sent again is taken', async () => {
    const traces = [trace(), trace()];
    const outcomes = [outcome(), outcome()];
    // What batches name is in memory already: only the statement itself fails.
    await sendTraces(server.admin, traces[0]);
    await sendOutcomes(server.admin, outcomes[0]);
    await postgres.stop();
    for (const send of [
      () => sendTraces(server.admin, ...traces),
      () => sendOutcomes(server.admin, ...outcomes),
    ]) {
      const { status, headers, body } = await send();
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'DATABASE_UNAVAILABLE', '2']);
    }
    // What cannot be right is said to be so also now.
    expect((await sendTraces(server.admin, trace({ id: 'x' }))).status).toBe(422);
    await postgres.start();
    const again = [await sendTraces(server.admin, ...traces), await sendOutcomes(server.admin, ...outcomes)];
    expect(again.map(({ status, body }) => [status, body.accepted, body.duplicates])).toEqual([
      [200, 1, 1],
      [200, 1, 1],
    ]);
  });
});
