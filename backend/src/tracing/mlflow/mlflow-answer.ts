import { MlflowError, type MlflowFailure } from './mlflow-error';
import { isRecord, recordOf, textOf } from './mlflow-wire';

const EXPLANATION_LENGTH = 300;
/** Codes of what another day, or an administrator, sets right although their status says "your fault". */
const TEMPORARY_CODES = new Set([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'ENDPOINT_NOT_FOUND',
  'REQUEST_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'TEMPORARILY_UNAVAILABLE',
]);
/** A race within MLflow's database is reported as BAD_REQUEST. */
const DATABASE_RACE = /IntegrityError|OperationalError|[Dd]eadlock/;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The error that an answer outside 2xx means. MLflow's routes, its OTLP route and its host check answer differently. */
export function errorOf(call: string, { status, headers, body }: HttpAnswer): MlflowError {
  const json = parsed(body);
  const errorCode = isRecord(json) ? textOf(json['error_code']) || null : null;
  const message = explanation(json, body, headers);
  return new MlflowError(
    failureOf(status, errorCode, json),
    `${call} was answered ${[status, errorCode].filter(Boolean).join(' ')}${message && `: ${message}`}`,
    { status, errorCode, retryAfterMs: retryAfterMs(headers) },
  );
}

function failureOf(status: number, errorCode: string | null, json: unknown): MlflowFailure {
  if (status === 501 || status === 413) return 'refused';
  if (status < 400 || status >= 500 || status === 408 || status === 425 || status === 429) return 'temporary';
  if (errorCode === null) {
    // The OTLP route names its objections "detail"; anything else without a code is not MLflow speaking.
    const objection = isRecord(json) && 'detail' in json && (status === 400 || status === 422);
    return objection ? 'refused' : 'temporary';
  }
  if (TEMPORARY_CODES.has(errorCode) || DATABASE_RACE.test(textOf(recordOf(json)['message'])))
    return 'temporary';
  return 'refused';
}

/** One line for people. HTML says nothing, and what follows the first line is SQL with the values of our call. */
function explanation(json: unknown, body: string, headers: HttpAnswer['headers']): string {
  const detail = isRecord(json) ? (json['message'] ?? json['detail']) : null;
  const text =
    typeof detail === 'string' ? detail : detail ? JSON.stringify(detail) : plainText(body, headers);
  return (text.split('\n', 1)[0] ?? '').slice(0, EXPLANATION_LENGTH);
}

function plainText(body: string, headers: HttpAnswer['headers']): string {
  return String(headers['content-type'] ?? '').startsWith('text/plain') ? body.trim() : '';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // An error page of a proxy, or of MLflow itself: its status says enough.
    return null;
  }
}

/** Seconds, or a moment, which is measured by the server's own clock. */
function retryAfterMs(headers: HttpAnswer['headers']): number | null {
  const given = String(headers['retry-after'] ?? '').trim();
  if (/^\d{1,9}$/.test(given)) return Number(given) * 1000;
  const waitMs = Date.parse(given) - Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
}
