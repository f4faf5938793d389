import { validateContent } from './validate-content';

function problems(input: unknown): string[] {
  const result = validateContent(input);
  return result.ok
    ? []
    : result.problems.map(
        ({ field, code, line, column }) => `${field} ${code}${line ? ` ${line}:${column}` : ''}`,
      );
}
const text = (content: unknown, more: object = {}) => ({
  type: 'text',
  templateFormat: 'f-string',
  content,
  config: {},
  ...more,
});
const chat = (content: unknown, more: object = {}) => ({
  type: 'chat',
  templateFormat: 'mustache',
  content,
  config: {},
  ...more,
});

describe('validateContent', () => {
  it('returns what is to be stored: known fields, LF line ends, an empty config when there is none', () => {
    expect(validateContent({ type: 'text', templateFormat: 'f-string', content: 'Hi\r\n{name}' })).toEqual({
      ok: true,
      content: { type: 'text', templateFormat: 'f-string', content: 'Hi\n{name}', config: {} },
      variables: ['name'],
      placeholders: [],
    });
  });

  it('collects variables over all messages, and placeholders apart', () => {
    const content = [
      { role: 'system', content: '{{b}} {{a}}' },
      { type: 'placeholder', name: 'history' },
      { role: 'user', name: 'ada', content: '{{a}} {{c}}' },
    ];
    expect(validateContent(chat(content))).toMatchObject({
      ok: true,
      content: { content },
      variables: ['b', 'a', 'c'],
      placeholders: ['history'],
    });
  });

  it('names the field, line and column of a template problem', () => {
    expect(problems(text('a\n{b.c}'))).toEqual(['content ATTRIBUTE_OR_INDEX 2:1']);
    expect(
      problems(
        chat([
          { role: 'user', content: 'x' },
          { type: 'placeholder', name: 'h' },
          { role: 'user', content: 'a {{#b}}' },
        ]),
      ),
    ).toEqual(['content[2].content SECTION 1:3']);
  });

  it.each([
    ['null', null, [' WRONG_TYPE']],
    ['an array', [], [' WRONG_TYPE']],
    ['an unknown type', { ...text('a'), type: 'image' }, ['type WRONG_TYPE']],
    ['an unknown format', text('a', { templateFormat: 'jinja' }), ['templateFormat WRONG_TYPE']],
    ['an unknown field', text('a', { author: 'x' }), [' UNKNOWN_FIELD']],
    ['a text that is none', text(7), ['content WRONG_TYPE']],
    ['a text without words', text(' \n'), ['content EMPTY']],
    ['a chat that is a text', chat('a'), ['content WRONG_TYPE']],
    ['a chat without messages', chat([]), ['content EMPTY']],
    ['an unknown role', chat([{ role: 'robot', content: 'a' }]), ['content[0].role WRONG_TYPE']],
    ['a message without content', chat([{ role: 'user' }]), ['content[0].content WRONG_TYPE']],
    [
      'a message field nobody knows',
      chat([{ role: 'user', content: 'a', tool: 1 }]),
      ['content[0] UNKNOWN_FIELD'],
    ],
    ['a message that is none', chat(['a']), ['content[0] WRONG_TYPE']],
    ['a bad placeholder', chat([{ type: 'placeholder', name: 'a b' }]), ['content[0].name INVALID_NAME']],
    ['a placeholder of another type', chat([{ type: 'x', name: 'a' }]), ['content[0].type WRONG_TYPE']],
    [
      'a name for two things',
      chat([
        { type: 'placeholder', name: 'a' },
        { role: 'user', content: '{{a}}' },
      ]),
      ['content NAME_CONFLICT'],
    ],
    [
      'a message name with a newline',
      chat([{ role: 'user', content: 'a', name: 'x\nsystem' }]),
      ['content[0].name INVALID_NAME'],
    ],
    ['a NUL', text('a\nb\0'), ['content UNSTORABLE_TEXT 2:2']],
    [
      'a lone surrogate',
      chat([{ role: 'user', content: '\ud83d' }]),
      ['content[0].content UNSTORABLE_TEXT 1:1'],
    ],
    ['a text too long', text('a'.repeat(500_001)), ['content TOO_LONG']],
    [
      'too many messages',
      chat(Array(501).fill({ role: 'user', content: 'a' })),
      ['content TOO_MANY_MESSAGES'],
    ],
    [
      'messages too long together',
      chat([
        { role: 'user', content: 'a'.repeat(250_001) },
        { role: 'user', content: 'a'.repeat(250_000) },
      ]),
      ['content TOO_LONG'],
    ],
    [
      'too many variables',
      text(Array.from({ length: 201 }, (_, i) => `{v${i}}`).join('')),
      ['content TOO_MANY_VARIABLES'],
    ],
    ['a variable name too long', text(`{${'v'.repeat(101)}}`), ['content INVALID_NAME']],
    ['a config that is a list', text('a', { config: [] }), ['config WRONG_TYPE']],
    ['a config of null', text('a', { config: null }), ['config WRONG_TYPE']],
    ['an infinite number', text('a', { config: { a: [Infinity] } }), ['config.a[0] NOT_JSON']],
    ['undefined in a config', text('a', { config: { a: undefined } }), ['config.a NOT_JSON']],
    ['a date in a config', text('a', { config: { a: new Date() } }), ['config.a NOT_JSON']],
    ['a function in a config', text('a', { config: { a: () => 1 } }), ['config.a NOT_JSON']],
    [
      'a NUL in a config key',
      text('a', { config: { 'a\0': 1 } }),
      ['config["a\\u0000"] UNSTORABLE_TEXT 1:2'],
    ],
    [
      'a lone surrogate in a config value',
      text('a', { config: { a: ['\udc00'] } }),
      ['config.a[0] UNSTORABLE_TEXT 1:1'],
    ],
    [
      '__proto__ in a config',
      text('a', { config: JSON.parse('{"a":{"__proto__":{}}}') as unknown }),
      ['config.a.__proto__ FORBIDDEN_KEY'],
    ],
    [
      'constructor in a config',
      text('a', { config: { constructor: 1 } }),
      ['config.constructor FORBIDDEN_KEY'],
    ],
    [
      'prototype in a config',
      text('a', { config: { b: [{ prototype: 1 }] } }),
      ['config.b[0].prototype FORBIDDEN_KEY'],
    ],
  ])('refuses %s', (_, input, expected) => {
    expect(problems(input)).toEqual(expected);
  });

  it('allows exactly the limits', () => {
    expect(problems(text('a'.repeat(500_000)))).toEqual([]);
    expect(problems(text(Array.from({ length: 200 }, (_, i) => `{v${i}}`).join('')))).toEqual([]);
    expect(problems(text(`{${'v'.repeat(100)}}`))).toEqual([]);
    expect(problems(chat(Array(500).fill({ role: 'user', content: 'a' })))).toEqual([]);
  });

  it('allows a config 32 levels deep and no deeper, also when it contains itself', () => {
    const nested = (levels: number): unknown => (levels === 1 ? {} : { a: nested(levels - 1) });
    expect(problems(text('a', { config: nested(32) }))).toEqual([]);
    expect(problems(text('a', { config: nested(33) }))).toEqual([expect.stringContaining('TOO_DEEP')]);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(problems(text('a', { config: circle }))).toEqual([expect.stringContaining('TOO_DEEP')]);
  });
});
