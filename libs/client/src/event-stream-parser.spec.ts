import fc from 'fast-check';
import { EventStreamParser, type StreamEvent } from './event-stream-parser';

const all = (chunks: readonly Buffer[], maxLength = 10_000): StreamEvent[] => {
  const parser = new EventStreamParser(maxLength);
  return chunks.flatMap((chunk) => parser.push(chunk));
};

const STREAM =
  'event: hello\ndata: {"a":"é🚀"}\n\n: heartbeat\n\nevent:change\r\ndata: x\r\ndata:y\r\nid: 7\r\n\r\ndata\r\rretry: 1\n\ndata:  z\n\n';
const EVENTS = [
  { event: 'hello', data: '{"a":"é🚀"}' },
  { event: 'change', data: 'x\ny' },
  { event: 'message', data: '' },
  { event: 'message', data: ' z' },
];

describe('EventStreamParser', () => {
  it('reads events, comments and unknown fields with every kind of line end', () => {
    expect(all([Buffer.from(`\uFEFF${STREAM}`)])).toEqual(EVENTS);
  });

  it('does not depend on where the stream is cut', () => {
    const bytes = Buffer.from(STREAM);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        expect(all(places.slice(1).map((end, i) => bytes.subarray(places[i], end)))).toEqual(EVENTS);
      }),
      { numRuns: 500 },
    );
    expect(all([...bytes].map((byte) => Buffer.from([byte])))).toEqual(EVENTS);
  });

  it('keeps an unfinished event to itself', () => {
    expect(all([Buffer.from('data: x\n')])).toEqual([]);
  });

  it('refuses an event that grows without end', () => {
    expect(() => all([Buffer.from(`data: ${'x'.repeat(20_000)}`)])).toThrow(RangeError);
    expect(() => all(Array.from({ length: 200 }, () => Buffer.from(`data: ${'x'.repeat(100)}\n`)))).toThrow(
      RangeError,
    );
  });
});
