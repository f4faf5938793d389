import { errorOf } from './mlflow-answer';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  errorOf('POST /x', { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('errorOf', () => {
  it.each([
    [400, 'INVALID_PARAMETER_VALUE', 'refused'],
    [400, 'RESOURCE_ALREADY_EXISTS', 'refused'],
    [404, 'RESOURCE_DOES_NOT_EXIST', 'refused'],
    [409, 'RESOURCE_CONFLICT', 'refused'],
    [401, 'UNAUTHENTICATED', 'temporary'],
    [403, 'PERMISSION_DENIED', 'temporary'],
    [404, 'ENDPOINT_NOT_FOUND', 'temporary'],
    [429, 'REQUEST_LIMIT_EXCEEDED', 'temporary'],
    [500, 'INTERNAL_ERROR', 'temporary'],
    [503, 'TEMPORARILY_UNAVAILABLE', 'temporary'],
    [501, 'NOT_IMPLEMENTED', 'refused'],
  ])('takes %i %s as %s', (status, code, kind) => {
    expect(answer(status, { error_code: code, message: 'why' })).toMatchObject({
      kind,
      status,
      errorCode: code,
      message: `POST /x was answered ${status} ${code}: why`,
    });
  });

  it.each<[string, number, unknown, string, string]>([
    [
      'an objection of the OTLP route',
      422,
      { detail: [{ loc: ['header'] }] },
      'refused',
      'POST /x was answered 422: [{"loc":["header"]}]',
    ],
    ['a page of a proxy', 404, '<html>nope</html>', 'temporary', 'POST /x was answered 404'],
    ['a redirect', 302, '', 'temporary', 'POST /x was answered 302'],
    ['a body that is too large', 413, '', 'refused', 'POST /x was answered 413'],
  ])('understands %s', (_, status, body, kind, message) => {
    expect(answer(status, body)).toMatchObject({ kind, errorCode: null, message });
  });

  it('repeats the plain text of the host check', () => {
    expect(
      answer(403, 'Invalid Host header - possible DNS rebinding attack', { 'content-type': 'text/plain' }),
    ).toMatchObject({
      kind: 'temporary',
      message: 'POST /x was answered 403: Invalid Host header - possible DNS rebinding attack',
    });
  });

  it('takes a race in MLflow’s database as temporary, and leaves the SQL with our values out', () => {
    const message = '(autoflush)\n(sqlite3.IntegrityError) UNIQUE constraint failed\n[parameters: (secret)]';
    expect(answer(400, { error_code: 'BAD_REQUEST', message })).toMatchObject({
      kind: 'temporary',
      message: 'POST /x was answered 400 BAD_REQUEST: (autoflush)',
    });
  });

  it('reads Retry-After in seconds and as a moment', () => {
    expect(answer(429, '', { 'retry-after': '7' }).retryAfterMs).toBe(7_000);
    const date = 'Sun, 22 Nov 2026 10:00:00 GMT';
    const later = 'Sun, 22 Nov 2026 10:00:30 GMT';
    expect(answer(503, '', { 'retry-after': later, date }).retryAfterMs).toBe(30_000);
    expect(answer(503, '', { 'retry-after': date, date: later }).retryAfterMs).toBe(0);
    expect(answer(503, '', { 'retry-after': 'soon' }).retryAfterMs).toBeNull();
    expect(answer(503, '').retryAfterMs).toBeNull();
  });
});
