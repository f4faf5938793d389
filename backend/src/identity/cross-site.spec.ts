import { isCrossSite, type RequestOrigin } from './cross-site';

const post = (given: Partial<RequestOrigin>): RequestOrigin => ({
  method: 'POST',
  fetchSite: undefined,
  origin: undefined,
  host: 'registry.example:3000',
  ...given,
});

// The cases of Go's TestCrossOriginProtection, in our words.
describe('a request from another site', () => {
  it.each<[string, Partial<RequestOrigin>, boolean]>([
    [
      'same-origin by Sec-Fetch-Site',
      { fetchSite: 'same-origin', origin: 'https://registry.example:3000' },
      false,
    ],
    ['typed by the user', { fetchSite: 'none' }, false],
    ['cross-site by Sec-Fetch-Site', { fetchSite: 'cross-site', origin: 'https://evil.example' }, true],
    [
      'same-site by Sec-Fetch-Site: a sibling domain may be anybody',
      { fetchSite: 'same-site', origin: 'https://x.registry.example' },
      true,
    ],
    ['an unknown Sec-Fetch-Site', { fetchSite: 'else' }, true],
    ['no Sec-Fetch-Site, the same host in Origin', { origin: 'http://registry.example:3000' }, false],
    ['no Sec-Fetch-Site, another host in Origin', { origin: 'https://evil.example' }, true],
    ['no Sec-Fetch-Site, another port in Origin', { origin: 'http://registry.example:4000' }, true],
    ['no Sec-Fetch-Site, an opaque Origin', { origin: 'null' }, true],
    ['neither header: not a browser', {}, false],
    [
      'an Origin that lies does not outweigh Sec-Fetch-Site',
      { fetchSite: 'cross-site', origin: 'http://registry.example:3000' },
      true,
    ],
    [
      'reading is always fine: GET',
      { method: 'GET', fetchSite: 'cross-site', origin: 'https://evil.example' },
      false,
    ],
    ['reading is always fine: HEAD', { method: 'HEAD', fetchSite: 'cross-site' }, false],
    ['PUT is not reading', { method: 'PUT', fetchSite: 'cross-site' }, true],
    ['DELETE is not reading', { method: 'DELETE', origin: 'https://evil.example' }, true],
  ])('%s', (_, given, expected) => {
    expect(isCrossSite(post(given), null)).toBe(expected);
  });

  it('accepts the public origin although the proxy changed the host', () => {
    const trusted = 'https://prompts.example';
    expect(isCrossSite(post({ origin: trusted }), trusted)).toBe(false);
    expect(isCrossSite(post({ origin: trusted, fetchSite: 'cross-site' }), trusted)).toBe(false);
    expect(isCrossSite(post({ origin: 'https://prompts.example.evil.example' }), trusted)).toBe(true);
    expect(isCrossSite(post({ fetchSite: 'cross-site' }), trusted)).toBe(true);
  });
});
