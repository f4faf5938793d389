import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What can go wrong between an agent and its server. A host that does not exist and TLS errors are made by the client's url. */
export const FAULTS = [
  'refused',
  'hung',
  '503',
  '401',
  'reset',
  'truncated',
  'wrong_type',
  'slow',
  'redirect',
  'huge',
] as const;

export type Fault = (typeof FAULTS)[number];

const HUGE_BYTES = 100_000_000;
/** Of the answer, before the connection is reset. */
const BYTES_BEFORE_RESET = 300;

/** A TCP proxy in front of a server, whose faults are switched while connections live. */
export class FaultProxy {
  connections = 0;
  private fault: Fault | null = null;
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  constructor(private readonly targetPort: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    this.server = createServer((socket) => this.accept(socket));
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Breaks (or, with null, heals) the line, also for connections that are open. */
  async set(fault: Fault | null): Promise<void> {
    this.fault = fault;
    if (fault === 'hung') for (const socket of this.sockets) socket.unpipe().pause();
    else for (const socket of this.sockets) socket.destroy();
    if (fault === 'refused') await this.stopListening();
    else if (!this.server) await this.listen();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await this.stopListening();
  }

  private async stopListening(): Promise<void> {
    const { server } = this;
    this.server = null;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    this.track(socket);
    const { fault } = this;
    if (fault === 'hung') return void socket.pause();
    if (fault === null || fault === 'slow' || fault === 'reset') return this.forward(socket, fault);
    socket.once('data', () => this.answer(socket, fault));
  }

  private answer(socket: Socket, fault: Fault): void {
    const { url } = this;
    const write = (status: string, headers: string, body: string): void =>
      void socket.end(
        `HTTP/1.1 ${status}\r\n${headers}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
    if (fault === '503') write('503 Service Unavailable', 'retry-after: 1\r\n', 'no');
    if (fault === '401')
      write('401 Unauthorized', 'content-type: application/problem+json\r\n', '{"detail":"unknown key"}');
    if (fault === 'truncated')
      write(
        '200 OK',
        'content-type: application/json\r\netag: "cut"\r\n',
        '{"revision":7,"prompts":[{"id":"id-greeting","na',
      );
    if (fault === 'wrong_type')
      write('200 OK', 'content-type: text/html\r\n', '<html>Log in to the guest network</html>');
    if (fault === 'redirect') write('302 Found', `location: ${url}/api/v1/snapshot\r\n`, '');
    if (fault === 'huge') this.writeHuge(socket);
  }

  private writeHuge(socket: Socket): void {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
    const chunk = Buffer.alloc(1_000_000, ' ');
    let left = HUGE_BYTES / chunk.length;
    const more = (): void => {
      if (left === 0) return void socket.end('0\r\n\r\n');
      left -= 1;
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      if (socket.write('\r\n')) setImmediate(more);
      else socket.once('drain', more);
    };
    more();
  }

  private forward(socket: Socket, fault: 'slow' | 'reset' | null): void {
    const target = connect(this.targetPort, '127.0.0.1');
    this.track(target);
    socket.pipe(target);
    socket.on('close', () => target.destroy());
    target.on('close', () => fault === null && socket.destroy());
    if (fault === null) target.pipe(socket);
    if (fault === 'reset') {
      let passed = 0;
      target.on('data', (chunk) => {
        passed += chunk.length;
        socket.write(
          chunk.subarray(0, BYTES_BEFORE_RESET),
          () => passed >= BYTES_BEFORE_RESET && socket.resetAndDestroy(),
        );
      });
    }
    if (fault === 'slow') {
      const chunks: Buffer[] = [];
      target.on('data', (chunk) => chunks.push(chunk));
      let sent = 0;
      const timer = setInterval(() => {
        const bytes = Buffer.concat(chunks);
        if (sent < bytes.length) socket.write(bytes.subarray(sent, (sent += 1)));
      }, 1_000).unref();
      socket.on('close', () => clearInterval(timer));
    }
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.unref();
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
