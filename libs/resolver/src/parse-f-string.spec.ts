import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFString } from './parse-f-string';
import { renderContent } from './render-content';
import type { PlainValue } from './format-value';

interface FormatVectors {
  readonly values: Readonly<Record<string, PlainValue>>;
  readonly rows: readonly {
    readonly template: string;
    readonly plain: boolean;
    readonly text: string | null;
  }[];
}

function firstProblem(text: string) {
  const parsed = parseFString(text);
  if (parsed.ok) return null;
  const [problem] = parsed.problems;
  return problem && { code: problem.code, line: problem.line, column: problem.column };
}

describe('parseFString', () => {
  const vectors = JSON.parse(
    readFileSync(join(__dirname, '../vectors/format.json'), 'utf8'),
  ) as FormatVectors;

  it('has at least 200 rows from Python to agree with', () => {
    expect(vectors.rows.length).toBeGreaterThanOrEqual(200);
  });

  it.each(vectors.rows.map((row) => [JSON.stringify(row.template), row] as const))(
    'judges %s as Python does',
    (_, row) => {
      const rendered = renderContent(
        { type: 'text', templateFormat: 'f-string', content: row.template, config: {} },
        vectors.values,
      );
      expect(parseFString(row.template).ok).toBe(row.plain);
      if (row.plain) expect(rendered).toMatchObject({ ok: true, text: row.text });
      else expect(rendered).toMatchObject({ ok: false, code: 'INVALID_TEMPLATE' });
    },
  );

  it('lists variables once, in first-seen order, and where they stand', () => {
    expect(parseFString('{b} {a} {b}')).toMatchObject({ ok: true, variables: ['b', 'a'] });
    expect(parseFString('Hi {name}!')).toEqual({
      ok: true,
      variables: ['name'],
      parts: [
        { kind: 'literal', text: 'Hi ' },
        { kind: 'variable', name: 'name', start: 3, end: 9 },
        { kind: 'literal', text: '!' },
      ],
    });
  });

  it.each([
    ['{}', 'POSITIONAL_FIELD'],
    ['{0}', 'POSITIONAL_FIELD'],
    ['{0.a}', 'POSITIONAL_FIELD'],
    ['{a.b}', 'ATTRIBUTE_OR_INDEX'],
    ['{a[0]}', 'ATTRIBUTE_OR_INDEX'],
    ['{a!r}', 'CONVERSION'],
    ['{a:.2f}', 'FORMAT_SPEC'],
    ['{a:}', 'FORMAT_SPEC'],
    ['{a:{b}}', 'NESTED_FIELD'],
    ['{', 'LONE_OPEN_BRACE'],
    ['{a', 'LONE_OPEN_BRACE'],
    ['}', 'LONE_CLOSE_BRACE'],
    ['{ name }', 'SPACES_IN_FIELD'],
    ['{a-b}', 'INVALID_FIELD_NAME'],
    ['{"a": 1}', 'LONE_OPEN_BRACE'],
  ])('refuses %s as %s', (text, code) => {
    expect(firstProblem(text)?.code).toBe(code);
  });

  it('counts lines by LF, CRLF and CR, and columns in UTF-16 units', () => {
    expect(firstProblem('a\nb\r\nc\r🚀{0}')).toEqual({ code: 'POSITIONAL_FIELD', line: 4, column: 3 });
    expect(firstProblem('{x}\r\n\r\n }')).toEqual({ code: 'LONE_CLOSE_BRACE', line: 3, column: 2 });
  });

  it('goes on after a problem, and stops at a hundred', () => {
    const parsed = parseFString('{a.b} {ok} {0}\n} {c!r}');
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.code)).toEqual([
      'ATTRIBUTE_OR_INDEX',
      'POSITIONAL_FIELD',
      'LONE_CLOSE_BRACE',
      'CONVERSION',
    ]);
    const bomb = parseFString('{ '.repeat(50_000));
    expect(bomb.ok ? 0 : bomb.problems.length).toBe(100);
  });

  it('marks both braces of unescaped JSON, because both must be doubled', () => {
    const parsed = parseFString('{"a": 1}');
    expect(parsed.ok ? [] : parsed.problems.map(({ column }) => column)).toEqual([1, 8]);
  });
});
