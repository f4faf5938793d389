import { HttpErrorResponse } from '@angular/common/http';

/** One field that the server refused. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Why a request failed: the server's RFC 9457 problem, or what we can tell when there is none. */
export interface Problem {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Finds the request in the server's log. */
  readonly requestId: string | null;
  readonly errors: readonly FieldProblem[];
}

/** Understands any error of a request. */
export function toProblem(error: unknown): Problem {
  const response = responseOf(error);
  if (!response)
    return plain('UNEXPECTED', 0, 'The console failed', 'Something in this page broke. Nothing was sent.');
  if (response.status === 0) return noAnswer();
  const body: unknown = response.error;
  if (!isProblemBody(body)) return withoutProblem(response.status);
  return {
    code: body.code,
    status: response.status,
    title: body.title,
    detail: typeof body.detail === 'string' ? body.detail : '',
    requestId: typeof body.requestId === 'string' ? body.requestId : null,
    errors: Array.isArray(body.errors) ? body.errors.filter(isFieldProblem) : [],
  };
}

function responseOf(error: unknown): HttpErrorResponse | null {
  if (error instanceof HttpErrorResponse) return error;
  return error instanceof Error && error.cause instanceof HttpErrorResponse ? error.cause : null;
}

function plain(code: string, status: number, title: string, detail: string): Problem {
  return { code, status, title, detail, requestId: null, errors: [] };
}

function noAnswer(): Problem {
  return navigator.onLine
    ? plain(
        'SERVER_UNREACHABLE',
        0,
        'The server does not answer',
        'It may be restarting, or something between here and it is down.',
      )
    : plain('OFFLINE', 0, 'You are offline', 'This device has no network connection.');
}

/** A proxy in between answers without a problem document. */
function withoutProblem(status: number): Problem {
  const gateway = status === 502 || status === 503 || status === 504;
  return gateway
    ? plain(
        'SERVER_UNREACHABLE',
        status,
        'The server does not answer',
        `Something in front of it answered with status ${status}.`,
      )
    : plain(
        'UNEXPECTED_ANSWER',
        status,
        'The answer was not understood',
        `The server answered with status ${status} and no explanation.`,
      );
}

interface ProblemBody {
  readonly code: string;
  readonly title: string;
  readonly detail?: unknown;
  readonly requestId?: unknown;
  readonly errors?: unknown;
}

function isProblemBody(body: unknown): body is ProblemBody {
  return isRecord(body) && typeof body['code'] === 'string' && typeof body['title'] === 'string';
}

function isFieldProblem(entry: unknown): entry is FieldProblem {
  return isRecord(entry) && typeof entry['field'] === 'string' && typeof entry['message'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
