import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ServerError } from './registry-errors';

/**
 * Reads a whole body, decompressed, and refuses more than `maxBytes` on either side of the decompression.
 *
 * @throws ServerError INVALID_ANSWER when it is too large or in an unknown encoding; whatever the socket or gunzip throws when
 * it ends early.
 * @example const body = await readBody(message, 67_108_864, signal);
 */
export async function readBody(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const stop = (): void => void message.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    return await collect(await decoded(message, maxBytes), maxBytes);
  } finally {
    signal.removeEventListener('abort', stop);
    // Read to its end this does nothing; otherwise the rest is not wanted.
    message.destroy();
  }
}

async function decoded(message: IncomingMessage, maxBytes: number): Promise<Readable> {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return message;
  if (encoding !== 'gzip')
    throw new ServerError('INVALID_ANSWER', `The registry answered in the encoding "${encoding}"`);
  const [{ createGunzip }, { pipeline }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  let compressed = 0;
  message.on('data', (chunk: Buffer) => {
    compressed += chunk.length;
    if (compressed > maxBytes) message.destroy(tooLarge(maxBytes));
  });
  // The reader of the last stream sees every error of the line.
  return pipeline(message, createGunzip(), () => undefined);
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(maxBytes: number): ServerError {
  return new ServerError('INVALID_ANSWER', `The registry answered with more than ${maxBytes} bytes`);
}
