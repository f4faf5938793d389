import { StringDecoder } from 'node:string_decoder';

/** One event of a text/event-stream. @example { event: 'change', data: '{"revision":8}' } */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads text/event-stream from chunks that may be cut anywhere, also within a character or between CR and LF.
 *
 * `id` and `retry` are not used by the registry and are skipped. An event longer than `maxLength` UTF-16 units throws a
 * RangeError, so that a server gone wrong cannot fill the memory. Source: HTML Standard, "Interpreting an event stream".
 * @example const parser = new EventStreamParser(1_000_000); parser.push(chunk) // [{ event: 'hello', data: '{…}' }]
 */
export class EventStreamParser {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  private event = '';
  private data: string[] = [];
  private length = 0;
  private afterCarriageReturn = false;
  private atStart = true;

  constructor(private readonly maxLength: number) {}

  push(chunk: Buffer): StreamEvent[] {
    let text = this.decoder.write(chunk);
    if (text === '') return [];
    if (this.atStart && text.startsWith('\uFEFF')) text = text.slice(1);
    this.atStart = false;
    if (this.afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    this.afterCarriageReturn = text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = this.rest + (lines[0] ?? '');
    this.rest = lines.pop() ?? '';
    if (this.length + this.rest.length > this.maxLength) throw new RangeError('An event is too long');
    const events: StreamEvent[] = [];
    for (const line of lines) {
      const event = this.line(line);
      if (event) events.push(event);
    }
    return events;
  }

  private line(line: string): StreamEvent | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null; // a comment: the heartbeat
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.event = value;
    if (field !== 'data') return null;
    this.length += value.length;
    if (this.length > this.maxLength) throw new RangeError('An event is too long');
    this.data.push(value);
    return null;
  }

  private dispatch(): StreamEvent | null {
    const { event, data } = this;
    this.event = '';
    this.data = [];
    this.length = 0;
    return data.length === 0 ? null : { event: event || 'message', data: data.join('\n') };
  }
}
