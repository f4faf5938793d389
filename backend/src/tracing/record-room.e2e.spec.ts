import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { ADMIN, startServer, type Caller, type TestServer } from '../../e2e/harness';
import { newId, outcome, sendTraces, trace } from '../../e2e/records';
import { RecordRoutes } from './record-routes';

const MIB = 1_048_576;
const HEADERS = { authorization: `Bearer ${ADMIN.apiKey}`, 'content-type': 'application/json' };

let server: TestServer;
let agent: Caller;

beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('record');
});
afterAll(() => server?.stop());

const inFlight = (): number => server.app.get(RecordRoutes).room.bytes;
async function eventually(holds: () => boolean): Promise<void> {
  const until = Date.now() + 10_000;
  while (!holds() && Date.now() < until) await new Promise(setImmediate);
  expect(holds()).toBe(true);
}

/** A batch of which only the head was sent. */
function begin(headers: Record<string, string | number>, path = '/api/v1/traces'): ClientRequest {
  const begun = request(server.url + path, { method: 'POST', headers: { ...HEADERS, ...headers } });
  begun.on('error', () => undefined); // those that a test breaks off
  begun.flushHeaders();
  return begun;
}

describe('batches in flight', () => {
  it('are refused beyond 64 MiB before they are read, and taken again when there is room', async () => {
    const begun = Array.from({ length: 8 }, (_, i) =>
      begin({ 'content-length': 8 * MIB }, i % 2 ? '/api/v1/traces' : '/api/v1/outcomes'),
    );
    await eventually(() => inFlight() === 64 * MIB);
    const refused = await sendTraces(agent, trace());
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'OVERLOADED',
      '1',
    ]);
    expect((await agent.post('/api/v1/outcomes', { outcomes: [outcome()] })).status).toBe(503);
    expect((await server.admin.get('/api/v1/traces')).status).toBe(200);
    begun[0]?.destroy();
    await eventually(() => inFlight() === 56 * MIB);
    expect((await sendTraces(agent, trace())).status).toBe(200);
    for (const one of begun) one.destroy();
    await eventually(() => inFlight() === 0);
  });

  it('give their room back however they end', async () => {
    const ends: Array<[number, string, Record<string, string>]> = [
      [200, JSON.stringify({ traces: [trace()] }), {}],
      [422, JSON.stringify({ traces: [] }), {}],
      [422, JSON.stringify({ traces: [trace({ id: 'x' })] }), {}],
      [400, '{"traces":', {}],
      [413, ' '.repeat(8 * MIB + 1), {}],
      [415, '{}', { 'content-type': 'text/plain' }],
      [401, '{}', { authorization: 'Bearer pr_none' }],
    ];
    for (const [status, raw, headers] of ends) {
      expect((await agent.post('/api/v1/traces', undefined, { raw, headers })).status).toBe(status);
      await eventually(() => inFlight() === 0);
    }
  });

  it('count as the largest when their length is not said', async () => {
    const begun = begin({ 'transfer-encoding': 'chunked' });
    await eventually(() => inFlight() === 8 * MIB);
    begun.end(JSON.stringify({ traces: [trace()] }));
    const [response] = (await once(begun, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
    await eventually(() => inFlight() === 0);
  });

  it('give their room back when they stand behind others on a connection that breaks', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const body = JSON.stringify({ traces: Array.from({ length: 500 }, () => trace({ id: newId() })) });
    const lines = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = (length: number) =>
      `POST /api/v1/traces HTTP/1.1\r\nhost: x\r\n${lines.join('')}content-length: ${length}\r\n\r\n`;
    socket.write(`${`${head(body.length)}${body}`.repeat(3)}${head(MIB)}`);
    await eventually(() => inFlight() > MIB);
    socket.destroy();
    await eventually(() => inFlight() === 0);
  });
});
