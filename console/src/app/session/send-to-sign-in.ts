import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { tap } from 'rxjs';
import { Session } from './session';

/** When a session has ended, goes to the sign-in page and remembers the address to come back to. */
export const sendToSignIn: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  const router = inject(Router);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        const expired = error instanceof HttpErrorResponse && error.status === 401;
        // The sign-in page and the guard judge these themselves; of several requests that fail at once, one is enough.
        if (!expired || request.url.startsWith('/api/v1/auth/') || session.state() === 'signed-out') return;
        session.end();
        void router.navigate(['/sign-in'], { queryParams: { return: router.url, expired: true } });
      },
    }),
  );
};
