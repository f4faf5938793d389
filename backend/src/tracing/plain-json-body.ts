import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest, preParsingHookHandler, RequestPayload } from 'fastify';

/** Longer bodies are rare here, and worth the ordinary way's care. */
const MOST_BYTES = 65_536;
const JSON_TYPES: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);
/** What the ordinary way looks for inside a document: keys that reach prototypes, and escapes of what cannot be stored. */
const SUSPECT = /__proto__|constructor|\\u/;

/** Sends the answer itself, or promises it; throws what the error handler is to answer. */
type Serve = (request: FastifyRequest, reply: FastifyReply) => Promise<string> | undefined;

/**
 * Reads the body of a hot route in a third of the time that Fastify's parser needs, and calls `serve` with it. Only plain
 * ones: short, of a known length, UTF-8 JSON without anything to look at twice. Every other one takes the ordinary way
 * through parser and guards, which also words every refusal.
 */
export function plainJsonBody(serve: Serve): preParsingHookHandler {
  return (request, reply, payload, done) => {
    const { headers } = request;
    const length = Number(headers['content-length']);
    if (
      !(length > 0 && length <= MOST_BYTES) ||
      !JSON_TYPES.has(headers['content-type']) ||
      headers['content-encoding']
    ) {
      done();
      return;
    }
    const chunks: Buffer[] = [];
    payload.on('data', (chunk: Buffer) => chunks.push(chunk));
    payload.on('end', () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      const body = bytes.length === length && isUtf8(bytes) ? parse(bytes.toString('utf8')) : undefined;
      if (body === undefined) {
        // Fastify compares this length with the header, as for a body that it reads itself.
        done(
          null,
          Object.assign(Readable.from([bytes]), { receivedEncodedLength: bytes.length }) as RequestPayload,
        );
        return;
      }
      request.body = body;
      try {
        const answer = serve(request, reply);
        answer?.then((json) => reply.send(json)).catch((error: unknown) => reply.send(error));
      } catch (error) {
        void reply.send(error);
      }
    });
    payload.on('error', done);
  };
}

/** As many brackets as the input guard allows levels: fewer cannot nest deeper. */
const MOST_BRACKETS = 64;

function opensMany(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count <= MOST_BRACKETS; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5b || unit === 0x7b) count += 1; // [ or {
  }
  return count > MOST_BRACKETS;
}

function parse(text: string): unknown {
  if (SUSPECT.test(text) || opensMany(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the ordinary way says what is wrong with it
  }
}
