const FALLBACK = '/';

/** Where to go after signing in: an address of this console, never of another site, never the sign-in page again. */
export function safeReturnUrl(requested: string | null | undefined): string {
  if (!requested?.startsWith('/') || /^\/[/\\]/.test(requested)) return FALLBACK;
  return /^\/sign-in([?#/]|$)/.test(requested) ? FALLBACK : requested;
}
