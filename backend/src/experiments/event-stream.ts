import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEARTBEAT } from './snapshot-event';

/** A client that leaves so much unread is dropped: it comes back and fetches what it missed. */
const MOST_UNREAD_BYTES = 1_048_576;
/** Proxies and clients take a connection for dead when nothing comes for longer. */
const HEARTBEAT_MS = 15_000;

/** One client that follows the snapshot. */
export class EventStream {
  private readonly raw: ServerResponse;
  private readonly socket: Socket;
  private writtenAt = 0;

  /** Takes the connection over from Fastify. */
  constructor(
    readonly request: FastifyRequest,
    reply: FastifyReply,
    onClose: () => void,
  ) {
    this.raw = reply.hijack().raw;
    this.socket = request.raw.socket;
    // Not the response's own event: one that was pipelined behind an unfinished one never closes when the connection does.
    this.socket.once('close', onClose);
    this.raw.on('error', () => this.drop()); // the client is gone, `close` follows
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.raw.setHeader(name, value);
    this.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no', // nginx would collect events
      connection: 'close', // when the stream ends, so does the connection: a stopping server need not wait for it
    });
  }

  /** The bytes are not copied, whoever else they are written to. */
  write(bytes: Buffer): void {
    if (this.raw.writableLength > MOST_UNREAD_BYTES) return this.drop();
    this.raw.write(bytes);
    this.writtenAt = performance.now();
  }

  /** True when it was time for a heartbeat. */
  beat(): boolean {
    if (performance.now() - this.writtenAt < HEARTBEAT_MS) return false;
    this.write(HEARTBEAT);
    return true;
  }

  /** Ends it after what was written; at once when the client does not read. */
  end(): void {
    if (this.raw.writableLength > 0) return this.drop();
    this.raw.end();
  }

  private drop(): void {
    this.socket.destroy();
  }
}
