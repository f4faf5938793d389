import type { LogLevel } from '@nestjs/common';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** At which level an occurrence is logged; refusals that are the caller's doing are `debug`. */
  readonly logLevel: LogLevel;
}

const refused = (status: number, title: string): ProblemKind => ({ status, title, logLevel: 'debug' });

/** Every problem the API can answer: a stable code, its HTTP status and its title. Clients may switch on the code. */
export const PROBLEMS = {
  MALFORMED_REQUEST: refused(400, 'The request could not be read'),
  NOT_AUTHENTICATED: refused(401, 'Sign in or send an API key'),
  LOGIN_FAILED: refused(401, 'E-mail or password is wrong'),
  NOT_ALLOWED: refused(403, 'This credential may not do that'),
  CROSS_SITE_REFUSED: refused(403, 'Requests from other sites are refused'),
  LABEL_PROTECTED: refused(403, 'The label is protected'),
  NOT_FOUND: refused(404, 'Nothing here'),
  PROMPT_NOT_FOUND: refused(404, 'No such prompt'),
  VERSION_NOT_FOUND: refused(404, 'No such version'),
  LABEL_NOT_FOUND: refused(404, 'No such label'),
  EXPERIMENT_NOT_FOUND: refused(404, 'No such experiment'),
  METRIC_NOT_FOUND: refused(404, 'No such metric'),
  TRACE_NOT_FOUND: refused(404, 'No such trace'),
  USER_NOT_FOUND: refused(404, 'No such user'),
  API_KEY_NOT_FOUND: refused(404, 'No such API key'),
  METHOD_NOT_ALLOWED: refused(405, 'The resource does not have this method'),
  REQUEST_TIMEOUT: refused(408, 'The request did not arrive in time'),
  NAME_TAKEN: refused(409, 'The name is taken'),
  METRIC_EXISTS: refused(409, 'There is a metric of that name'),
  EMAIL_TAKEN: refused(409, 'The e-mail address is taken'),
  PROMPT_ARCHIVED: refused(409, 'The prompt is archived'),
  LABEL_IN_USE: refused(409, 'The label is what the prompt serves'),
  PROMPT_ON_TRIAL: refused(409, 'An experiment is on trial on the prompt'),
  EXPERIMENT_ALREADY_RUNNING: refused(409, 'Another experiment is on trial on the prompt'),
  EXPERIMENT_FROZEN: refused(409, 'The experiment has started; this can no longer change'),
  TRANSITION_REFUSED: refused(409, "The experiment's status does not allow that"),
  PARITY_BROKEN: refused(409, 'The variants differ in what callers rely on'),
  LAYER_FULL: refused(409, 'The layer has not enough room'),
  LAYER_MISMATCH: refused(409, 'The layer is used in another way'),
  SERVED_MOVED: refused(409, 'What the prompt serves has changed'),
  LAST_ADMIN: refused(409, 'The last admin must stay'),
  VERSION_CONFLICT: refused(412, 'Someone else changed the prompt first'),
  EXPERIMENT_CONFLICT: refused(412, 'Someone else changed the experiment first'),
  BODY_TOO_LARGE: refused(413, 'The body is too large'),
  UNSUPPORTED_MEDIA_TYPE: refused(415, 'Send application/json, not compressed'),
  INVALID_INPUT: refused(422, 'The request has invalid values'),
  TEMPLATE_INVALID: refused(422, 'The template has problems'),
  MISSING_VARIABLES: refused(422, 'Variables are missing'),
  PRECONDITION_REQUIRED: refused(428, 'Say what the change is based on'),
  TOO_MANY_REQUESTS: refused(429, 'Too many requests'),
  HEADERS_TOO_LARGE: refused(431, 'The request headers are too large'),
  INTERNAL_ERROR: { status: 500, title: 'Something broke here', logLevel: 'error' },
  DATABASE_UNAVAILABLE: { status: 503, title: 'The database does not answer', logLevel: 'warn' },
  OVERLOADED: { status: 503, title: 'Too much is being recorded at once', logLevel: 'warn' },
  STREAM_REFUSED: refused(503, 'No further event stream can be opened now'),
  VERSION_CORRUPT: { status: 503, title: 'The stored version fails its checksum', logLevel: 'error' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
