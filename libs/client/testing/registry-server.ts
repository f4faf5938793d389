import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { snapshot } from './fixtures';

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

type Answer = (request: SeenRequest, response: ServerResponse) => boolean;

/** A small server that keeps the registry's contract towards the SDK, with real sockets and nothing else real; for specs. */
export class RegistryServer {
  readonly seen: SeenRequest[] = [];
  revision = 1;
  prompts = new Map<string, SnapshotPrompt>();
  /** May answer in the server's place; true = it did. */
  intercept: Answer = () => false;
  /** Appended to the tag: a server restored from a backup has the same revisions with other contents. */
  epoch = '';
  /** How often each trace and outcome arrived, in the order of the first time. */
  readonly stored = new Map<string, number>();
  /** True = traces and outcomes are stored, and the line is cut instead of an answer. */
  loseAnswer: () => boolean = () => false;
  /** Requests whose end has not come yet. */
  reading = 0;
  /** Whether snapshots are compressed for those who can read that, which they do on another thread. */
  compresses = true;
  private readonly streams = new Set<ServerResponse>();
  /** By the port of whoever is at the other end. */
  private readonly sockets = new Map<number, Socket>();
  private readonly unanswered = new Set<Socket>();
  private readonly server: Server;

  constructor(prompts: readonly SnapshotPrompt[] = []) {
    for (const prompt of prompts) this.prompts.set(prompt.id, prompt);
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      const port = socket.remotePort ?? 0;
      this.sockets.set(port, socket);
      socket.once('close', () => this.sockets.delete(port));
    });
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get etag(): string {
    return `"r${this.revision}${this.epoch}"`;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  count(path: string): number {
    return this.seen.filter((request) => request.path.split('?')[0] === path).length;
  }

  /** How many bytes a client was sent whose request this server has read and does not end; null = something is still to come. */
  sentWithoutEnd(port: number): number | null {
    const socket = this.sockets.get(port);
    return socket && this.unanswered.has(socket) && !socket.destroyed ? socket.bytesWritten : null;
  }

  bodies(path: string): unknown[] {
    return this.seen.filter((request) => request.path === path).map(({ body }) => body);
  }

  /** Changes prompts and tells all streams. */
  publish(...prompts: SnapshotPrompt[]): void {
    const previous = this.revision;
    this.revision += 1;
    for (const prompt of prompts) this.prompts.set(prompt.id, prompt);
    this.send('change', { revision: this.revision, previous, etag: this.etag, prompts });
  }

  /** Changes without telling. */
  publishSilently(...prompts: SnapshotPrompt[]): void {
    this.revision += 1;
    for (const prompt of prompts) this.prompts.set(prompt.id, prompt);
  }

  send(event: string, data: unknown): void {
    for (const stream of this.streams)
      stream.write(`event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  }

  heartbeat(): void {
    for (const stream of this.streams) stream.write(': \n\n');
  }

  dropStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    this.reading += 1;
    try {
      for await (const chunk of message) chunks.push(chunk as Buffer);
    } catch {
      return; // whoever sent it is gone
    } finally {
      this.reading -= 1;
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const request = {
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      body: text ? (JSON.parse(text) as unknown) : null,
    };
    this.seen.push(request);
    this.answer(request, response);
    if (response.writableEnded || response.destroyed) return;
    const { socket } = message;
    this.unanswered.add(socket);
    response.on('close', () => this.unanswered.delete(socket));
  }

  private answer(request: SeenRequest, response: ServerResponse): void {
    if (this.intercept(request, response)) return;
    const path = request.path.split('?')[0];
    if (request.headers.authorization !== 'Bearer pr_test') problem(response, 401, 'Unauthorised');
    else if (path === '/api/v1/snapshot') this.answerSnapshot(request, response);
    else if (path === '/api/v1/snapshot/events') this.answerEvents(response);
    else if (path === '/api/v1/resolve') this.answerResolve(request, response);
    else if (path === '/api/v1/consumers') response.writeHead(204).end();
    else if (path === '/api/v1/traces' || path === '/api/v1/outcomes') this.record(request, response);
    else problem(response, 404, 'No such route');
  }

  private answerSnapshot({ headers, path }: SeenRequest, response: ServerResponse): void {
    response.setHeader('etag', this.etag);
    if (headers['if-none-match'] === this.etag) return void response.writeHead(304).end();
    const names = new URL(path, 'http://x').searchParams.getAll('names');
    const prompts = [...this.prompts.values()].filter(
      ({ name }) => names.length === 0 || names.includes(name),
    );
    const body = JSON.stringify(snapshot(this.revision, prompts));
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (!this.compresses || !headers['accept-encoding']?.includes('gzip')) return void response.end(body);
    response.setHeader('content-encoding', 'gzip').end(gzipSync(body));
  }

  private answerEvents(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.write(`event: hello\ndata: ${JSON.stringify({ revision: this.revision, etag: this.etag })}\n\n`);
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private record({ body }: SeenRequest, response: ServerResponse): void {
    const items = Object.values(body as Record<string, Array<{ id: string }>>).flat();
    const known = items.filter(({ id }) => this.stored.has(id)).length;
    for (const { id } of items) this.stored.set(id, (this.stored.get(id) ?? 0) + 1);
    if (this.loseAnswer()) return void response.destroy();
    json(response, { accepted: items.length - known, duplicates: known, flagged: 0, rejected: [] });
  }

  private answerResolve({ body }: SeenRequest, response: ServerResponse): void {
    const { name, version } = body as { name: string; version: number };
    const prompt = [...this.prompts.values()].find((candidate) => candidate.name === name);
    const found = [...(prompt?.versions ?? []), ...this.older].find(
      (candidate) => candidate.version === version,
    );
    if (!prompt || !found) return problem(response, 404, `"${name}" has no version ${version}`);
    json(response, { ...found, promptId: prompt.id, name, source: 'version', reason: 'pinned_version' });
  }

  /** Versions that snapshots do not hold. */
  older: SnapshotPrompt['versions'][number][] = [];
}

export function json(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(body));
}

export function problem(
  response: ServerResponse,
  status: number,
  detail: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    .end(JSON.stringify({ status, detail }));
}
