import { parseMustache } from './parse-mustache';

function codes(text: string): string[] {
  const parsed = parseMustache(text);
  return parsed.ok ? [] : parsed.problems.map(({ code, line, column }) => `${code}@${line}:${column}`);
}

describe('parseMustache', () => {
  it('reads variables with inner spaces, hyphens and Unicode letters', () => {
    expect(parseMustache('{{a}} {{ b-2 }} {{\tимя }} {{a}}')).toMatchObject({
      ok: true,
      variables: ['a', 'b-2', 'имя'],
    });
  });

  it('keeps single braces, stray }} and compact JSON as text', () => {
    const text = '{"a":{"b":{{name}}}} } { }}';
    const parsed = parseMustache(text);
    expect(parsed).toMatchObject({ ok: true, variables: ['name'] });
    expect(
      parsed.ok && parsed.parts.map((part) => (part.kind === 'literal' ? part.text : '*')).join(''),
    ).toBe('{"a":{"b":*}} } { }}');
  });

  it.each([
    ['{{#if x}}', 'SECTION@1:1'],
    ['{{^x}}', 'SECTION@1:1'],
    ['a\n {{/x}}', 'SECTION@2:2'],
    ['{{> other}}', 'PARTIAL@1:1'],
    ['{{! note }}', 'COMMENT@1:1'],
    ['{{=<% %>=}}', 'SET_DELIMITER@1:1'],
    ['{{{x}}}', 'TRIPLE_BRACES@1:1'],
    ['{{& x}}', 'UNESCAPED_TAG@1:1'],
    ['{{user.name}}', 'DOTTED_NAME@1:1'],
    ['{{upper name}}', 'HELPER_CALL@1:1'],
    ['{{}}', 'EMPTY_TAG@1:1'],
    ['{{ "a": 1 }}', 'INVALID_TAG@1:1'],
    ['{{1a}}', 'INVALID_TAG@1:1'],
    ['text {{name', 'UNCLOSED_TAG@1:6'],
    ['{{name\n}}', 'UNCLOSED_TAG@1:1'],
    ['{{name}', 'UNCLOSED_TAG@1:1'],
  ])('refuses %j as %s', (text, expected) => {
    expect(codes(text)).toEqual([expected]);
  });

  it('reports every problem, and reads good tags between them', () => {
    expect(codes('{{#a}}{{ok}}{{/a}}\n{{b.c}} {{d')).toEqual([
      'SECTION@1:1',
      'SECTION@1:13',
      'DOTTED_NAME@2:1',
      'UNCLOSED_TAG@2:9',
    ]);
  });
});
