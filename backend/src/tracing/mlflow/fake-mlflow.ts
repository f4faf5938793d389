import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Refusal } from './fake-mlflow-refusal';
import { FakeMlflowStore } from './fake-mlflow-store';
import { type JsonRecord, recordOf, textOf } from './mlflow-wire';

/** What the next call is answered instead; `after`: only once the call has had its effect, as when an answer is lost. */
export interface Trouble {
  readonly path: RegExp;
  readonly after?: boolean;
  readonly answer: 'hang' | 'reset' | { status: number; body?: string; headers?: Record<string, string> };
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** For tests: answers like MLflow 3.17.2 where we call it, its limits and odd answers included (docs/decisions/0009). */
export class FakeMlflow {
  readonly store = new FakeMlflowStore(() => randomBytes(16).toString('hex'));
  readonly calls: Call[] = [];
  readonly troubles: Trouble[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<FakeMlflow> {
    const fake = new FakeMlflow();
    await new Promise<void>((done) => fake.server.listen(0, '127.0.0.1', done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mlflow');
    const method = request.method ?? '';
    this.calls.push({ method, path: url.pathname, headers: request.headers });
    const body = await readJson(request);
    const index = this.troubles.findIndex(({ path }) => path.test(url.pathname));
    const trouble = index < 0 ? undefined : this.troubles.splice(index, 1)[0];
    if (!trouble || trouble.after) {
      const experimentId = textOf(request.headers['x-mlflow-experiment-id']);
      const answered = this.perform(method, url, body, experimentId);
      if (!trouble) return send(response, answered.status, answered.body, answered.type);
    }
    if (trouble.answer === 'reset') request.socket.destroy();
    else if (trouble.answer !== 'hang') {
      const { status, body: text = '', headers = {} } = trouble.answer;
      response.writeHead(status, headers).end(text);
    }
  }

  private perform(
    method: string,
    url: URL,
    body: JsonRecord,
    experimentId: string,
  ): { status: number; body: string; type: string } {
    if (url.pathname === '/version') return { status: 200, body: '3.17.2', type: 'text/html; charset=utf-8' };
    const route = `${method} ${url.pathname.replace(/^\/api\/\d\.0\/mlflow/, '')}`;
    try {
      const found = this.store.route(route, {
        ...Object.fromEntries(url.searchParams),
        ...body,
        experimentId,
      });
      if (found === null)
        return { status: 404, body: '<!doctype html><title>404 Not Found</title>', type: 'text/html' };
      if (route === 'POST /v1/traces') return { status: 200, body: '', type: 'application/x-protobuf' };
      return { status: 200, body: JSON.stringify(found), type: 'application/json' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const text = JSON.stringify({ error_code: error.code, message: error.message });
      return { status: error.status, body: text, type: 'application/json' };
    }
  }
}

function send(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function readJson(request: IncomingMessage): Promise<JsonRecord> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : recordOf(JSON.parse(text));
}
