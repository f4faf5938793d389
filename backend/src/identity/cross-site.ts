/** What of a request tells whether a page of another site made a browser send it. */
export interface RequestOrigin {
  readonly method: string;
  /** The header `Sec-Fetch-Site`, which pages cannot set. */
  readonly fetchSite: string | undefined;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** Host and port that the request was sent to. */
  readonly host: string | undefined;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something comes from a page of another site, by the algorithm of Go's
 * `http.CrossOriginProtection`: browsers say so in `Sec-Fetch-Site`; old ones send `Origin`, which is compared with the
 * host; a request with neither header was not sent by a browser.
 * @param trustedOrigin an origin that counts as this site although its host may differ, such as the public one behind a proxy.
 * @see https://pkg.go.dev/net/http#CrossOriginProtection
 */
export function isCrossSite(request: RequestOrigin, trustedOrigin: string | null): boolean {
  const { method, fetchSite, origin, host } = request;
  if (READS.has(method) || fetchSite === 'same-origin' || fetchSite === 'none') return false;
  if (origin && origin === trustedOrigin) return false;
  if (fetchSite) return true;
  if (!origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
