import { safeReturnUrl } from './return-url';

describe('safeReturnUrl', () => {
  it('keeps an address of the console with its query', () => {
    expect(safeReturnUrl('/prompts/a%2Fb?version=3')).toBe('/prompts/a%2Fb?version=3');
  });

  it.each([
    null,
    undefined,
    '',
    'prompts',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/sign-in?return=%2Fx',
  ])('refuses %p', (url) => expect(safeReturnUrl(url)).toBe('/'));
});
