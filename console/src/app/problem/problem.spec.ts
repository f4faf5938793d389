import { HttpErrorResponse } from '@angular/common/http';
import { toProblem } from './problem';
import { adviceFor } from './problem-advice';

const answered = (status: number, error: unknown) => new HttpErrorResponse({ status, error });

describe('toProblem', () => {
  it('takes the server’s problem document as it is', () => {
    const errors = [{ field: 'q', message: 'is too long' }];
    const body = {
      code: 'INVALID_INPUT',
      title: 'Invalid',
      detail: 'q: is too long',
      requestId: 'req-1',
      status: 422,
      errors,
    };
    expect(toProblem(answered(422, body))).toEqual(body);
  });

  it('drops field entries it cannot show', () => {
    const body = { code: 'INVALID_INPUT', title: 'Invalid', errors: [null, 'x', { field: 1 }] };
    expect(toProblem(answered(422, body)).errors).toEqual([]);
  });

  it('unwraps an error that a resource wrapped', () => {
    const wrapped = new Error('wrapped', {
      cause: answered(404, { code: 'PROMPT_NOT_FOUND', title: 'No such prompt' }),
    });
    expect(toProblem(wrapped).code).toBe('PROMPT_NOT_FOUND');
  });

  it('tells being offline from a server that does not answer', () => {
    const online = jest.spyOn(navigator, 'onLine', 'get');
    online.mockReturnValue(false);
    expect(toProblem(answered(0, null)).code).toBe('OFFLINE');
    online.mockReturnValue(true);
    expect(toProblem(answered(0, null)).code).toBe('SERVER_UNREACHABLE');
    online.mockRestore();
  });

  it('takes a proxy’s page for an unreachable server', () => {
    expect(toProblem(answered(502, '<html>Bad gateway</html>')).code).toBe('SERVER_UNREACHABLE');
  });

  it('says so when an answer cannot be understood', () => {
    expect(toProblem(answered(500, 'oops'))).toMatchObject({ code: 'UNEXPECTED_ANSWER', status: 500 });
    expect(toProblem(new TypeError('x is undefined')).code).toBe('UNEXPECTED');
  });
});

describe('adviceFor', () => {
  const problem = (code: string, status: number) => ({ ...toProblem(null), code, status });

  it('reassures when only the database is away', () => {
    expect(adviceFor(problem('DATABASE_UNAVAILABLE', 503))).toMatchObject({ retry: true, tone: 'waiting' });
  });

  it('names who can grant what is denied, and offers no retry', () => {
    expect(adviceFor(problem('NOT_ALLOWED', 403))).toMatchObject({
      retry: false,
      remedy: expect.stringContaining('admin'),
    });
  });

  it('judges codes it does not know by their status', () => {
    expect(adviceFor(problem('SOMETHING_NEW', 500)).retry).toBe(true);
    expect(adviceFor(problem('SOMETHING_NOT_FOUND', 404)).retry).toBe(false);
  });
});
