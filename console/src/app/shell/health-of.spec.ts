import { HttpErrorResponse } from '@angular/common/http';
import { healthOf } from './health-of';

const ready = (status: string) => ({
  status,
  version: '1.2.3',
  database: { engine: 'embedded', status },
  revision: 7,
});

describe('healthOf', () => {
  it('repeats what the server says', () => {
    expect(healthOf(ready('ok'), true)).toMatchObject({
      status: 'ok',
      details: ['Version: 1.2.3', 'Database: embedded, ok', 'Revision: 7'],
    });
    expect(healthOf(ready('degraded'), true).explanation).toContain('served from memory');
  });

  it('understands a server that is starting, although it answers 503', () => {
    expect(healthOf(new HttpErrorResponse({ status: 503, error: ready('starting') }), true).status).toBe(
      'starting',
    );
  });

  it.each([
    null,
    'text',
    { status: 'great' },
    new HttpErrorResponse({ status: 0 }),
    new HttpErrorResponse({ status: 502, error: '<html>' }),
  ])('takes anything else for no answer (%#)', (answer) =>
    expect(healthOf(answer, true).status).toBe('unreachable'),
  );

  it('blames this device when it is offline', () => {
    expect(healthOf(ready('ok'), false).status).toBe('offline');
  });
});
