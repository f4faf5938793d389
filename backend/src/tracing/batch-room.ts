import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../problems/domain-error';
import { MAX_BATCH_BYTES } from './batch-input';

/** Bytes of bodies that are read or worked on at once. Parsed they take several times as much. */
const MOST_BYTES = 64 * 1_048_576;
const RETRY_AFTER_SECONDS = 1;

/** How much of a body has a place in memory, from before it is read until nothing is left to do with it. */
interface Place {
  readonly bytes: number;
  leave(): void;
}

/** Keeps batches from filling the memory: what has no room is refused before it is read, and its sender tries again. */
export class BatchRoom {
  private taken = 0;
  /** Of requests whose batch no handler has begun with. */
  private readonly arriving = new WeakMap<FastifyRequest, Place>();

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Bytes in flight. */
  get bytes(): number {
    return this.taken;
  }

  /**
   * Takes room for a request's body until its connection is done with it or gone, or {@link during} takes it over.
   * @throws DomainError OVERLOADED.
   */
  enter(request: FastifyRequest, { raw }: FastifyReply): void {
    const declared = Number(request.headers['content-length'] ?? MAX_BATCH_BYTES);
    if (!(declared <= MAX_BATCH_BYTES)) return; // refused for its size before it is read
    // Alone it is always let in.
    if (this.taken > 0 && this.taken + declared > this.mostBytes) throw overloaded();
    this.taken += declared;
    const { socket } = request.raw;
    const leave = (): void => {
      raw.off('close', leave);
      socket.off('close', leave);
      if (this.arriving.delete(request)) this.taken -= declared;
    };
    this.arriving.set(request, { bytes: declared, leave });
    raw.on('close', leave);
    // A pipelined answer that never had its turn is not closed with its connection.
    socket.on('close', leave);
  }

  /** Does the work of a request; its room is free when that is done, also when nobody waits for the answer any more. */
  async during<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const place = this.arriving.get(request);
    this.arriving.delete(request);
    place?.leave();
    try {
      return await work();
    } finally {
      this.taken -= place?.bytes ?? 0;
    }
  }
}

function overloaded(): DomainError {
  return new DomainError(
    'OVERLOADED',
    'The server is busy with other batches; nothing of this one was stored. Send it again in a moment.',
    { headers: { 'retry-after': `${RETRY_AFTER_SECONDS}` } },
  );
}
