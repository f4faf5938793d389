import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { CONFIGURATION, type Configuration } from '../configuration';
import type { FastRoutes } from '../fast-routes';
import { RequestAuthoriser } from '../identity/request-authoriser';
import { DomainError } from '../problems/domain-error';
import { EventStream } from './event-stream';
import { difference, publish, publishChange, type PublishedSnapshot } from './published-snapshot';
import { changeEvent, helloEvent } from './snapshot-event';
import { keyOf, readNames } from './snapshot-input';
import { SnapshotPublisherService, type PublishedChange } from './snapshot-publisher.service';

/** Longest that a stream outlives its credential, and that a heartbeat is late. */
const SWEEP_MS = 500;

/** The streams that follow the same names. */
interface Channel {
  current: PublishedSnapshot;
  readonly streams: Set<EventStream>;
}

/**
 * Serves the stream of changes, in place of the handler that `SnapshotController` declares. A change is written once for all
 * who follow the same names, and handed to all of them within the change itself.
 */
@Injectable()
export class SnapshotEvents implements FastRoutes, OnModuleDestroy {
  private readonly logger = new Logger('Streams');
  private readonly channels = new Map<string, Channel>();
  private open = 0;
  private stopping = false;
  private full = false;

  constructor(
    private readonly publisher: SnapshotPublisherService,
    private readonly authoriser: RequestAuthoriser,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {
    publisher.onChange((change) => this.announce(change));
  }

  handlerFor(method: string, url: string): RouteHandlerMethod | undefined {
    if (url !== '/api/v1/snapshot/events') return undefined;
    if (method === 'GET') return (request, reply) => this.follow(request, reply);
    if (method === 'HEAD') return (request, reply) => this.describe(request, reply);
    return undefined;
  }

  /** Ends all streams before the server waits for its connections to end. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const stream of this.streams()) stream.end();
  }

  /** Ends streams whose credential is not accepted any more, and keeps the others alive. */
  @Interval(SWEEP_MS)
  sweep(): void {
    for (const stream of this.streams()) {
      // A session is looked up in the database: with the heartbeat is often enough.
      const beat = stream.beat();
      if (beat || stream.request.principal?.type === 'key') this.check(stream);
    }
  }

  private follow(request: FastifyRequest, reply: FastifyReply): void {
    const names = readNames(request.query);
    const current = this.publisher.current(names);
    this.admit();
    const key = keyOf(names);
    if (request.raw.socket.destroyed) return void reply.hijack(); // gone while its session was looked up
    const channel = this.channels.get(key) ?? { current, streams: new Set() };
    this.channels.set(key, channel);
    const stream = new EventStream(request, reply, () => {
      this.open -= 1;
      channel.streams.delete(stream);
      if (channel.streams.size === 0) this.channels.delete(key);
    });
    this.open += 1;
    channel.streams.add(stream);
    stream.write(helloEvent(current));
  }

  private describe(request: FastifyRequest, reply: FastifyReply): void {
    readNames(request.query);
    void reply.header('content-type', 'text/event-stream; charset=utf-8').send();
  }

  private admit(): void {
    const full = this.open >= this.configuration.maxEventStreams;
    if (full && !this.full)
      this.logger.warn(`${this.open} event streams are open (MAX_EVENT_STREAMS); more are refused`);
    this.full = full;
    if (!full && !this.stopping) return;
    const detail = this.stopping ? 'The server is stopping' : `${this.open} streams are open here`;
    // Spread out, so that those who were refused together do not come back together.
    const seconds = 5 + Math.floor(Math.random() * 11);
    throw new DomainError(
      'STREAM_REFUSED',
      `${detail}; come back later, or ask for the snapshot now and then`,
      {
        headers: { 'retry-after': String(seconds) },
      },
    );
  }

  private announce({ after, changed }: PublishedChange): void {
    for (const channel of this.channels.values()) {
      const before = channel.current;
      const { names } = before;
      channel.current = names
        ? changed
          ? publishChange(before, after.live, changed)
          : publish(after.live, names)
        : after;
      const prompts = changed && difference(before, channel.current, changed);
      const event = changeEvent(before, channel.current, prompts);
      for (const stream of channel.streams) stream.write(event);
    }
  }

  private check(stream: EventStream): void {
    const refuse = (error: unknown) => {
      // An outage is no reason: what was accepted before stays accepted.
      if (error instanceof DomainError && error.status < 500) stream.end();
    };
    try {
      this.authoriser.authorise(stream.request)?.catch(refuse);
    } catch (error) {
      refuse(error); // keys are refused at once, sessions by a promise
    }
  }

  private *streams(): Generator<EventStream> {
    for (const { streams } of this.channels.values()) yield* streams;
  }
}
