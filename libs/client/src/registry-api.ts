import type { IncomingMessage } from 'node:http';
import type { Snapshot } from '@prompt-registry/resolver';
import type {
  ConsumerReport,
  RejectedItem,
  ResolvedVersion,
  SnapshotAnswer,
  VersionRequest,
} from './contract';
import type { HttpAnswer, HttpOrigin } from './http-origin';
import { ServerError } from './registry-errors';
import { retryAfterMs } from './retry-after';

/** Limits of requests. @example { requestTimeoutMs: 30_000, maxBodyBytes: 67_108_864 } */
export interface ApiLimits {
  readonly requestTimeoutMs: number;
  readonly maxBodyBytes: number;
}

const SMALL_BODY_BYTES = 8_388_608;

/**
 * The registry's contract as the SDK uses it: each method is one operation and answers checked values, or throws a ServerError.
 *
 * @example const api = new RegistryApi(origin, { requestTimeoutMs: 30_000, maxBodyBytes: 67_108_864 }, null);
 */
export class RegistryApi {
  private readonly query: string;
  private readonly closing = new AbortController();

  constructor(
    private readonly origin: HttpOrigin,
    private readonly limits: ApiLimits,
    names: readonly string[] | null,
  ) {
    this.query =
      names === null ? '' : `?${names.map((name) => `names=${encodeURIComponent(name)}`).join('&')}`;
  }

  /** The whole snapshot, unless `etag` is still its tag. */
  async snapshot(etag: string | null): Promise<SnapshotAnswer> {
    const answer = await this.origin.exchange({
      method: 'GET',
      path: `/api/v1/snapshot${this.query}`,
      headers: { 'accept-encoding': 'gzip', ...(etag === null ? {} : { 'if-none-match': etag }) },
      timeoutMs: this.limits.requestTimeoutMs,
      maxBytes: this.limits.maxBodyBytes,
      signal: this.closing.signal,
    });
    if (answer.status === 304 && etag !== null) return { kind: 'unchanged' };
    return { kind: 'snapshot', snapshot: asSnapshot(readJson(answer)), etag: answer.headers.etag ?? null };
  }

  /** The open stream of changes; the caller reads it and destroys it. */
  async events(): Promise<IncomingMessage> {
    const message = await this.origin.open({
      method: 'GET',
      path: `/api/v1/snapshot/events${this.query}`,
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache' },
      timeoutMs: this.limits.requestTimeoutMs,
      maxBytes: this.limits.maxBodyBytes,
      signal: this.closing.signal,
    });
    const { statusCode: status = 0, headers } = message;
    if (status === 200 && headers['content-type']?.startsWith('text/event-stream')) return message;
    message.destroy();
    if (status !== 200) throw statusError(status, headers, '');
    throw new ServerError(
      'INVALID_ANSWER',
      `The registry's event stream has the type "${headers['content-type'] ?? ''}"`,
      { status },
    );
  }

  /** One explicit version, not yet verified. */
  async version(name: string, version: number): Promise<ResolvedVersion> {
    const request: VersionRequest = { name, version };
    const answer = readJson(await this.post('/api/v1/resolve', request, SMALL_BODY_BYTES, true));
    const { version: got, name: gotName } = answer as Partial<ResolvedVersion>;
    if (got !== version || gotName !== name)
      throw new ServerError(
        'INVALID_ANSWER',
        `The registry answered something else than version ${version} of "${name}"`,
      );
    return answer as unknown as ResolvedVersion; // its hash is checked before any other member is read
  }

  /** Tells the server what this process serves. */
  async report(report: ConsumerReport, hold: boolean): Promise<void> {
    const answer = await this.post('/api/v1/consumers', report, SMALL_BODY_BYTES, hold);
    if (answer.status >= 300) throw statusError(answer.status, answer.headers, '');
  }

  /**
   * Sends a batch of traces or outcomes; answers the items that were not taken. A 422 that names every one of them is such an
   * answer too; any other refusal of the whole is a ServerError.
   */
  async send(
    kind: 'traces' | 'outcomes',
    items: ReadonlyArray<{ readonly id: string }>,
    hold: boolean,
  ): Promise<readonly RejectedItem[]> {
    const answer = await this.post(`/api/v1/${kind}`, { [kind]: items }, SMALL_BODY_BYTES, hold);
    const rejected = rejectedItems(answer, items);
    if (answer.status < 300) return rejected;
    const ids = new Set(rejected.map(({ id }) => id));
    if (answer.status === 422 && items.every(({ id }) => ids.has(id))) return rejected;
    throw statusError(answer.status, answer.headers, problemText(answer));
  }

  /** Ends what is under way; later calls fail at once. */
  close(): void {
    this.closing.abort(new ServerError('CONNECTION_FAILED', 'The registry client was closed'));
  }

  private post(path: string, body: object, maxBytes: number, hold = false): Promise<HttpAnswer> {
    const { requestTimeoutMs: timeoutMs } = this.limits;
    return this.origin.exchange({
      method: 'POST',
      path,
      body: JSON.stringify(body),
      timeoutMs,
      maxBytes,
      hold,
      signal: this.closing.signal,
    });
  }
}

function readJson(answer: HttpAnswer): Record<string, unknown> {
  const { status, headers, body } = answer;
  if (status !== 200) throw statusError(status, headers, problemText(answer));
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? ''))
    throw new ServerError(
      'INVALID_ANSWER',
      `The registry answered with the type "${headers['content-type'] ?? ''}" instead of JSON`,
      { status },
    );
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new ServerError('INVALID_ANSWER', 'The registry answered with broken JSON', { status, cause });
  }
  throw new ServerError('INVALID_ANSWER', 'The registry answered with JSON that is no object', { status });
}

function asSnapshot(value: Record<string, unknown>): Snapshot {
  const { revision, prompts } = value;
  if (
    typeof revision !== 'number' ||
    !Number.isSafeInteger(revision) ||
    revision < 0 ||
    !Array.isArray(prompts)
  )
    throw new ServerError('INVALID_ANSWER', 'The registry answered with JSON that is no snapshot');
  return value as unknown as Snapshot; // its entries are verified one by one before any of them is used
}

/** The error that a status means; 401 and 403 apart, because trying again soon would be useless. */
function statusError(status: number, headers: IncomingMessage['headers'], detail: string): ServerError {
  const code = status === 401 || status === 403 ? 'NOT_AUTHORISED' : 'HTTP_STATUS';
  const hint = code === 'NOT_AUTHORISED' ? '; check the API key and its scopes' : '';
  const options = { status, retryAfterMs: retryAfterMs(headers['retry-after'], headers.date) };
  return new ServerError(code, `The registry answered ${status}${detail && `: ${detail}`}${hint}`, options);
}

function problemText(answer: HttpAnswer): string {
  const { detail, title } = members(answer);
  return String(detail ?? title ?? '').slice(0, 300);
}

function rejectedItems(answer: HttpAnswer, items: ReadonlyArray<{ readonly id: string }>): RejectedItem[] {
  const { rejected } = members(answer);
  if (!Array.isArray(rejected)) return [];
  return rejected.map((item: Readonly<Record<string, unknown>> | null) => ({
    // By its place: what is wrong may be the id itself.
    id: String(items[item?.index as number]?.id ?? item?.id ?? ''),
    code: String(item?.code ?? ''),
    message: String(item?.message ?? item?.detail ?? ''),
  }));
}

/** Of a JSON answer. None when it is empty, or a proxy's page instead of a problem document: the status says enough then. */
function members({ body }: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body.toString('utf8'))) as Record<string, unknown>;
  } catch {
    return {};
  }
}
