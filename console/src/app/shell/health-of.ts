import { HttpErrorResponse } from '@angular/common/http';
import { type DemoClock, readDemoClock } from './demo-time';

/** `offline` and `unreachable` are what this browser sees; the others are what the server says. */
export type HealthStatus = 'ok' | 'degraded' | 'starting' | 'unreachable' | 'offline';

/** The server's health, in words for people. */
export interface Health {
  readonly status: HealthStatus;
  /** One word for the rail. */
  readonly word: string;
  /** What it means, and what is safe. */
  readonly explanation: string;
  /** Facts for whoever runs the server. */
  readonly details: readonly string[];
  /** Of a demonstration; null: what is seen is real. */
  readonly demo: DemoClock | null;
}

const WORDS: Readonly<Record<HealthStatus, Pick<Health, 'word' | 'explanation'>>> = {
  ok: { word: 'ok', explanation: 'Everything works.' },
  degraded: {
    word: 'degraded',
    explanation:
      'The database does not answer. Agents are served from memory; changes are refused until it is back.',
  },
  starting: { word: 'starting', explanation: 'The server is starting.' },
  unreachable: {
    word: 'no answer',
    explanation:
      'The server does not answer. Agents go on with their last snapshot. What you see here may be old.',
  },
  offline: {
    word: 'offline',
    explanation: 'This device has no network. What you see may be old; it reconnects by itself.',
  },
};

/** Before the first answer: nothing is known to be wrong. */
export const STARTING_HEALTH: Health = {
  status: 'ok',
  word: '…',
  explanation: 'Asking the server.',
  details: [],
  demo: null,
};

/** Reads the answer, or the failure, of `GET /health/ready`. */
export function healthOf(answer: unknown, onLine: boolean): Health {
  if (!onLine) return health('offline');
  const body: unknown = answer instanceof HttpErrorResponse ? answer.error : answer;
  if (!isReady(body)) return health('unreachable');
  const details = [
    ...(body.version ? [`Version: ${body.version}`] : []),
    ...(body.database ? [`Database: ${body.database.engine}, ${body.database.status}`] : []),
    ...(body.revision === undefined ? [] : [`Revision: ${new Intl.NumberFormat().format(body.revision)}`]),
  ];
  return health(body.status, details, readDemoClock(body.demo));
}

function health(
  status: HealthStatus,
  details: readonly string[] = [],
  demo: DemoClock | null = null,
): Health {
  return { status, ...WORDS[status], details, demo };
}

interface Ready {
  readonly status: 'ok' | 'degraded' | 'starting';
  readonly version?: string;
  readonly database?: { readonly engine: string; readonly status: string };
  readonly revision?: number;
  readonly demo?: unknown;
}

function isReady(body: unknown): body is Ready {
  if (typeof body !== 'object' || body === null || !('status' in body)) return false;
  return body.status === 'ok' || body.status === 'degraded' || body.status === 'starting';
}
