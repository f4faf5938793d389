import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ADMIN, startServer, type Json, type TestServer } from './harness';

/** The published one: only the build infers it. */
const CONTRACT: Json = JSON.parse(readFileSync(join(__dirname, '../../libs/client/openapi.json'), 'utf8'));

const AUTHORISED = `Host: x\r\nAuthorization: Bearer ${ADMIN.apiKey}\r\n`;

describe('clients that do not behave', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { MAX_EVENT_STREAMS: '3' } });
    await server.admin.post('/api/v1/prompts', { name: 'hello', content: 'Hi {x}' });
  });
  afterAll(() => server.stop());

  const port = () => Number(new URL(server.url).port);

  /** Sends bytes and hangs up at once. */
  const hangUp = (bytes: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(port(), '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
      socket.once('close', () => resolve());
      socket.on('error', () => undefined);
    });

  /** Sends one request as it is and reads the whole answer. */
  const raw = (head: string, body: Buffer = Buffer.alloc(0)) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(port(), '127.0.0.1', () => {
        socket.write(`${head}Connection: close\r\n\r\n`);
        socket.write(body);
      });
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.once('end', () => resolve(answer)).once('error', reject);
    });

  it('say nothing about the database when they go away while sending', async () => {
    for (const path of ['auth/login', 'resolve', 'prompts'])
      for (let n = 0; n < 5; n += 1)
        await hangUp(
          `POST /api/v1/${path} HTTP/1.1\r\n${AUTHORISED}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        );
    for (let n = 0; n < 20; n += 1) {
      expect((await server.nobody.get('/health/ready')).body.status).toBe('ok');
      expect((await server.admin.post('/api/v1/resolve', { name: 'hello' })).body.stale).toBe(false);
    }
  });

  it('leave no event stream behind, also when they asked for it behind an unfinished request', async () => {
    const stream = `GET /api/v1/snapshot/events HTTP/1.1\r\n${AUTHORISED}\r\n`;
    for (let n = 0; n < 5; n += 1)
      await hangUp(`GET /api/v1/prompts HTTP/1.1\r\n${AUTHORISED}\r\n${stream.repeat(3)}`);
    const deadline = Date.now() + 5_000;
    let status = '';
    while (status !== '200' && Date.now() < deadline)
      status = await new Promise<string>((resolve) => {
        const socket = connect(port(), '127.0.0.1', () => socket.write(stream));
        socket.once('data', (chunk) => {
          resolve(chunk.toString().slice(9, 12));
          socket.destroy();
        });
      });
    expect(status).toBe('200');
  });

  it('are refused when their JSON is not UTF-8, rather than served mangled words', async () => {
    const body = Buffer.from('{"name":"hello","variables":{"x":"Z\u00fcrich"}}', 'latin1');
    const head = `POST /api/v1/resolve HTTP/1.1\r\n${AUTHORISED}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    expect(await raw(head, body)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('may name the type of a body that they leave out, as generated clients do', async () => {
    const answers: Record<string, unknown> = {};
    for (const [path, operations] of Object.entries<Json>(CONTRACT.paths))
      for (const [method, { operationId }] of Object.entries<Json>(operations)) {
        if (method === 'get') continue;
        const asked = path.replaceAll(/\{\w+\}/g, 'x');
        const headers = { 'content-type': 'application/json', 'if-match': '*' };
        const { status, body } = await server.admin.send(method.toUpperCase(), asked, { raw: '', headers });
        if (status >= 500 || body?.code === 'MALFORMED_REQUEST') answers[operationId] = [status, body.detail];
      }
    expect(answers).toEqual({});
  });

  it('are told that compressed bodies are not read', async () => {
    const head = `POST /api/v1/resolve HTTP/1.1\r\n${AUTHORISED}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n`;
    expect(await raw(head, Buffer.from('abc'))).toMatch(/^HTTP\/1\.1 415 [^]*Content-Encoding/);
  });

  it.each([
    '/api/docs/../../package.json',
    '/api/docs/%2e%2e/x',
    '/..%2f..%2fpackage.json',
    '/assets/nope.js',
  ])('find nothing at %s', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (404|400) /);
  });

  it('are known by the route that matched, however they spell it', async () => {
    const answer = await raw(`GET /%61pi/v1/prompts HTTP/1.1\r\n${AUTHORISED}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*cache-control: no-store/);
    expect(await raw('GET /%61pi/v1/prompts HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1\.1 401 /);
  });
});
