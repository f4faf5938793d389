import { problemOfName, PROMPT_NAME_PATTERN } from './prompt-name';

describe('problemOfName', () => {
  it.each([
    'a',
    'A_b-c.d',
    '0',
    '_x',
    'specialists/energy_analyst',
    'a/b/c/d/e/f/g/h/i/j',
    'x'.repeat(200),
    'v1.2/rc-',
    'a..b',
  ])('accepts %s', (name) => {
    expect(problemOfName(name)).toBeNull();
    expect(name).toMatch(new RegExp(PROMPT_NAME_PATTERN));
  });

  it.each([
    '',
    '.',
    '..',
    '/',
    'a/',
    '/a',
    'a//b',
    '.hidden',
    '-x',
    'a/.b',
    'a.',
    'a./b',
    '../etc',
    'a/../b',
    'a b',
    'ä',
    'a\n',
    'a\0',
    'a%2Fb',
    'x'.repeat(201),
    'a/b/c/d/e/f/g/h/i/j/k',
    '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
    '7B0F4F2E-2F0D-4D0C-9A8E-0D8F3F6F2F11',
  ])('refuses %j', (name) => {
    expect(problemOfName(name)).toMatch(/^must /);
  });

  it('decides on hostile texts at once', () => {
    const started = performance.now();
    new RegExp(PROMPT_NAME_PATTERN).test(`${'a.'.repeat(200_000)}!`);
    new RegExp(PROMPT_NAME_PATTERN).test(`${'a/'.repeat(200_000)}!`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
