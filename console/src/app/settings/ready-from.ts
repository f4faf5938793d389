import { HttpErrorResponse } from '@angular/common/http';
import type { Ready } from './settings-api';

/** What `GET /health/ready` said, also where it said it with status 503; null when it was something else. */
export function readyFrom(answer: unknown): Ready | null {
  const response =
    answer instanceof Error && answer.cause instanceof HttpErrorResponse ? answer.cause : answer;
  const body: unknown = response instanceof HttpErrorResponse ? response.error : response;
  return isReady(body) ? body : null;
}

function isReady(body: unknown): body is Ready {
  return (
    typeof body === 'object' &&
    body !== null &&
    'status' in body &&
    'database' in body &&
    typeof body.database === 'object' &&
    body.database !== null
  );
}
