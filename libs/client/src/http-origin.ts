import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Clock } from './clock';
import { readBody } from './http-body';
import { ServerError } from './registry-errors';
import { SDK_VERSION } from './sdk-version';

/** One request to the registry. @example { method: 'GET', path: '/api/v1/snapshot', timeoutMs: 30_000, maxBytes: 67_108_864 } */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** For the whole exchange; of a stream, until its headers. */
  readonly timeoutMs: number;
  /** Largest body accepted, before and after decompression. */
  readonly maxBytes: number;
  /** Somebody awaits it: keep the process alive. */
  readonly hold?: boolean;
  readonly signal?: AbortSignal;
}

/** A complete answer. @example answer.status // 200 */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * Speaks HTTP to one server. Built on `node:http` rather than `fetch`, because its sockets can be left out of what keeps a
 * process alive, and loading it costs less. Never follows redirects: a registry that moved is a configuration to correct, and
 * the key must not travel. A fresh connection for each request: none can be found half-closed.
 *
 * @example new HttpOrigin(new URL('https://prompts.example'), 'pr_…', systemClock)
 */
export class HttpOrigin {
  private readonly basePath: string;

  constructor(
    private readonly url: URL,
    private readonly apiKey: string,
    private readonly clock: Clock,
  ) {
    this.basePath = url.pathname.replace(/\/+$/, '');
  }

  /**
   * Sends a request and reads the whole answer.
   * @throws ServerError CONNECTION_FAILED, TIMEOUT, or INVALID_ANSWER for a redirect, a wrong encoding or a body too large.
   */
  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const abort = new AbortController();
    const cancel = this.clock.after(request.timeoutMs, () => abort.abort(timedOut(request)), request.hold);
    const end = (): void => abort.abort(request.signal?.reason);
    request.signal?.addEventListener('abort', end, { once: true });
    try {
      request.signal?.throwIfAborted();
      const message = await this.send(request, abort.signal);
      return {
        status: message.statusCode ?? 0,
        headers: message.headers,
        body: await readBody(message, request.maxBytes, abort.signal),
      };
    } catch (error) {
      throw abort.signal.aborted && abort.signal.reason instanceof ServerError
        ? abort.signal.reason
        : asServerError(error);
    } finally {
      cancel();
      request.signal?.removeEventListener('abort', end);
    }
  }

  /**
   * Sends a request and answers as soon as the headers are there; the caller reads or destroys the message.
   * @throws ServerError as `exchange` does.
   */
  async open(request: HttpRequest): Promise<IncomingMessage> {
    const abort = new AbortController();
    const cancel = this.clock.after(request.timeoutMs, () => abort.abort(timedOut(request)));
    const end = (): void => abort.abort(request.signal?.reason);
    const forget = (): void => request.signal?.removeEventListener('abort', end);
    request.signal?.addEventListener('abort', end, { once: true });
    try {
      request.signal?.throwIfAborted();
      const message = await this.send(request, abort.signal);
      return message.once('close', forget);
    } catch (error) {
      forget();
      throw abort.signal.aborted && abort.signal.reason instanceof ServerError
        ? abort.signal.reason
        : asServerError(error);
    } finally {
      cancel();
    }
  }

  private async send(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { request: start } =
      this.url.protocol === 'https:' ? await import('node:https') : await import('node:http');
    const { method, body } = request;
    const headers: Record<string, string | number> = {
      authorization: `Bearer ${this.apiKey}`,
      accept: 'application/json',
      'user-agent': `prompt-registry-client/${SDK_VERSION}`,
      ...request.headers,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const { hostname, port } = this.url;
    const options: RequestOptions = {
      method,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: this.basePath + request.path,
      headers,
      agent: false,
      signal,
    };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = start(options);
      sent.on('socket', (socket) => void socket.unref());
      sent.on('error', reject);
      sent.on('response', (message) => {
        // From here on the reader sees errors; an unheard 'error' would end the process.
        sent.on('error', () => undefined);
        message.on('error', () => undefined);
        const { statusCode = 0 } = message;
        if (statusCode < 300 || statusCode === 304 || statusCode >= 400) return resolve(message);
        message.destroy();
        reject(
          new ServerError(
            'INVALID_ANSWER',
            `The registry answered with a redirect (${statusCode}); give the final address as url`,
            { status: statusCode },
          ),
        );
      });
      sent.end(body);
    });
  }
}

function timedOut({ method, path, timeoutMs }: HttpRequest): ServerError {
  return new ServerError('TIMEOUT', `${method} ${path.split('?')[0]} took longer than ${timeoutMs} ms`);
}

function asServerError(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new ServerError('CONNECTION_FAILED', `The registry cannot be reached: ${code ?? message}`, {
    cause: error,
  });
}
