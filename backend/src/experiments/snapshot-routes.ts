import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { FastRoutes } from '../fast-routes';
import { isKnown } from '../versions/etag';
import { SnapshotBodies } from './snapshot-bodies';
import { acceptsGzip, keyOf, readNames } from './snapshot-input';
import { SnapshotPublisherService } from './snapshot-publisher.service';

/** Parts of the snapshot whose bodies are kept; the least recently asked for ones are forgotten first. */
const MOST_KEPT = 32;
const MOST_KEPT_BYTES = 32_000_000;

/** Serves the snapshot, in place of the handler that `SnapshotController` declares: from bytes that are made once a revision. */
@Injectable()
export class SnapshotRoutes implements FastRoutes {
  /** The whole snapshot, plain and packed. */
  private readonly whole: Readonly<Record<'plain' | 'packed', SnapshotBodies>>;
  private readonly named = new Map<string, SnapshotBodies>();

  constructor(private readonly publisher: SnapshotPublisherService) {
    const current = () => publisher.current(null);
    this.whole = { plain: new SnapshotBodies(current, false), packed: new SnapshotBodies(current, true) };
  }

  handlerFor(method: string, url: string): RouteHandlerMethod | undefined {
    if ((method !== 'GET' && method !== 'HEAD') || url !== '/api/v1/snapshot') return undefined;
    return (request, reply) => this.snapshot(request, reply);
  }

  private async snapshot(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const names = readNames(request.query);
    const current = this.publisher.current(names);
    void reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
    if (this.publisher.isStale()) void reply.header('x-snapshot-stale', 'true');
    if (isKnown(request.headers['if-none-match'], current.etag))
      return reply.code(304).header('etag', current.etag).send();
    const packed = acceptsGzip(request.headers['accept-encoding']);
    const { etag, bytes } = await this.bodies(names, packed).newest();
    if (packed) void reply.header('content-encoding', 'gzip');
    return reply.headers({ etag, 'content-type': 'application/json; charset=utf-8' }).send(bytes);
  }

  private bodies(names: ReadonlySet<string> | null, packed: boolean): SnapshotBodies {
    if (!names) return packed ? this.whole.packed : this.whole.plain;
    const key = `${packed} ${keyOf(names)}`;
    const bodies = this.named.get(key) ?? new SnapshotBodies(() => this.publisher.current(names), packed);
    // A Map keeps the order of insertion: the first key is always the least recently used.
    this.named.delete(key);
    this.named.set(key, bodies);
    this.forgetOldest();
    return bodies;
  }

  private forgetOldest(): void {
    let bytes = 0;
    for (const bodies of this.named.values()) bytes += bodies.heldBytes;
    for (const [key, bodies] of this.named) {
      if (this.named.size <= MOST_KEPT && bytes <= MOST_KEPT_BYTES) return;
      bytes -= bodies.heldBytes;
      this.named.delete(key);
    }
  }
}
