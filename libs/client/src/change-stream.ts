import type { IncomingMessage } from 'node:http';
import type { Clock } from './clock';
import type { ChangeEvent, HelloEvent } from './contract';
import { EventStreamParser } from './event-stream-parser';
import type { RegistryApi } from './registry-api';
import { ServerError } from './registry-errors';

/** Who listens to the stream; none of these may throw. */
export interface StreamListener {
  hello(event: HelloEvent): void;
  change(event: ChangeEvent): void;
  /** An event that cannot be read: something was missed. */
  unreadable(): void;
  /** Any byte after the hello, heartbeats included. */
  heard(): void;
}

/**
 * Listens to the server's stream until it ends, and answers why it did; never rejects.
 *
 * A connection on which nothing comes for `stallMs` (the server sends a heartbeat every 15 s) is taken for dead.
 * @example const why = await listen(api, listener, { stallMs: 40_000, maxEventLength: 67_108_864 }, systemClock);
 */
export async function listen(
  api: Pick<RegistryApi, 'events'>,
  listener: StreamListener,
  { stallMs, maxEventLength }: { readonly stallMs: number; readonly maxEventLength: number },
  clock: Clock,
): Promise<ServerError> {
  let message: IncomingMessage;
  try {
    message = await api.events();
  } catch (error) {
    return error as ServerError;
  }
  const stalled = new ServerError('TIMEOUT', `The event stream was silent for ${stallMs} ms`);
  const watch = (): (() => void) => clock.after(stallMs, () => message.destroy(stalled));
  let cancel = watch();
  const reader = new StreamReader(listener, new EventStreamParser(maxEventLength));
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      cancel();
      cancel = watch();
      reader.read(chunk);
    }
    return new ServerError('CONNECTION_FAILED', 'The event stream ended');
  } catch (error) {
    if (error instanceof ServerError) return error;
    return new ServerError('CONNECTION_FAILED', `The event stream broke: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    cancel();
    message.destroy();
  }
}

class StreamReader {
  private greeted = false;

  constructor(
    private readonly listener: StreamListener,
    private readonly parser: EventStreamParser,
  ) {}

  read(chunk: Buffer): void {
    for (const { event, data } of this.parser.push(chunk)) this.dispatch(event, data);
    if (this.greeted) this.listener.heard();
  }

  private dispatch(event: string, data: string): void {
    if (event !== 'hello' && event !== 'change') return; // of a later release
    const value = parse(data);
    if (value === null || (event === 'change' && typeof value.previous !== 'number')) {
      this.listener.unreadable();
    } else if (event === 'hello') {
      this.greeted = true;
      this.listener.hello(value);
    } else this.listener.change(value as ChangeEvent);
  }
}

function parse(data: string): (HelloEvent & Partial<ChangeEvent>) | null {
  try {
    const value = JSON.parse(data) as Partial<ChangeEvent> | null;
    return Number.isSafeInteger(value?.revision) && typeof value?.etag === 'string'
      ? (value as ChangeEvent)
      : null;
  } catch {
    return null; // cut short or not JSON: the caller fetches the snapshot instead
  }
}
