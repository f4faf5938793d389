import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { safeReturnUrl } from './return-url';
import { Session } from './session';

/** Lets signed-in people through. When the server cannot say, the page shows why, instead of a sign-in that cannot work. */
export const whenSignedIn: CanActivateFn = async (_route, { url }) => {
  const router = inject(Router);
  if ((await inject(Session).ensureKnown()) !== 'signed-out') return true;
  return router.createUrlTree(['/sign-in'], url === '/' ? {} : { queryParams: { return: url } });
};

/** Sends signed-in people from the sign-in page to where they wanted to go. */
export const whenSignedOut: CanActivateFn = async (route) => {
  const router = inject(Router);
  if ((await inject(Session).ensureKnown()) !== 'signed-in') return true;
  return router.parseUrl(safeReturnUrl(route.queryParamMap.get('return')));
};
