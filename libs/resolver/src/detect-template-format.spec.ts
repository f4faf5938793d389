import { detectTemplateFormat } from './detect-template-format';

function detect(text: string): string {
  const result = detectTemplateFormat(text);
  return result.ok ? result.format : `refused: ${result.problems[0]?.code}`;
}

describe('detectTemplateFormat', () => {
  it.each([
    ['a plain field', 'Hello {name}', 'f-string'],
    ['fields among escaped JSON', 'Answer {{"id": {id}, "n": {{}}}}', 'f-string'],
    ['only escaped JSON', 'Answer with {{"json": 1}}', 'f-string'],
    ['a mustache variable', 'Hello {{name}}', 'mustache'],
    ['mustache beside unescaped JSON', '{"a": {"b": "{{name}}"}}\n{{ other }}', 'mustache'],
    ['mustache beside LaTeX', 'Solve {{task}} as \\frac{a}{b}', 'mustache'],
    ['mustache beside a Python block', '{{task}}\n```py\nd = {"a": 1}\nprint(d)\n```', 'mustache'],
    ['no braces', 'Just words.', 'none'],
    ['nothing', '', 'none'],
    ['raw compact JSON', '{"a":{"b":1}}', 'none'],
    ['raw pretty JSON', '{\n  "a": {\n    "b": 1\n  }\n}', 'none'],
    ['CSS', 'body { margin: 0 } a:hover{color:red;}', 'none'],
    ['LaTeX', 'E = \\frac{a}{b} + \\sqrt[3]{x} \\begin{array}{l} \\frac{x_{i}}{n}', 'none'],
    ['a JavaScript function', 'function f() {return x;} import { a } from "b"', 'none'],
    ['a regular expression', 'match \\d{4}-\\d{2}', 'none'],
    ['a set', 'one of {1, 2, 3} or {a, b}', 'none'],
    ['an empty dict', 'start with d = {}', 'none'],
    ['escaped LaTeX', '\\frac{{a}}{{b}}', 'f-string'],
    ['a field beside a stray blank-line brace in LaTeX', '\\text{{ x }}\n\n{name}', 'f-string'],
    ['a field after a copied \\n', 'Use \\n{name}', 'f-string'],
    ['a format spec', 'Costs {price:.2f}', 'refused: FORMAT_SPEC'],
    ['a VS Code input', 'Write about ${input:topic}', 'refused: FORMAT_SPEC'],
    ['an attribute', 'Hello {user.name}', 'refused: ATTRIBUTE_OR_INDEX'],
    ['a field after a LaTeX brace nobody closed', '\\frac{x\n\n{name}', 'refused: LONE_OPEN_BRACE'],
    ['Handlebars', '{{#if x}}Hi {{name}}{{/if}}', 'refused: SECTION'],
    ['Handlebars beside JSON', '{"a": 1} {{#each x}}{{/each}}', 'refused: SECTION'],
    ['Handlebars beside a single brace', 'GET /users/{id}\n{{#if admin}}Hi{{/if}}', 'refused: SECTION'],
    ['mustache beside a single brace', '{id} {{^ user.list }}none{{/user.list}}', 'refused: SECTION'],
    ['a section among escapes', 'Close {{#a}} in {lang} with {{{{#b}}}}…{{{{/b}}}}', 'f-string'],
    ['dotted mustache', 'Hello {{user.name}}', 'refused: DOTTED_NAME'],
    ['a GitHub expression', 'Use ${{ secrets.KEY }}', 'refused: DOTTED_NAME'],
    ['Jinja', '{% if a %}Hi {{ name }}{% endif %}', 'refused: JINJA_BLOCK'],
    ['Jinja without variables', '{%- for x in y -%}a{%- endfor -%}', 'refused: JINJA_BLOCK'],
    ['a Jinja filter', 'Hi {{ name | upper }}', 'refused: EXPRESSION'],
    ['a Jinja filter beside a variable', 'Hi {{name}}, {{ x|default("a") }}', 'refused: EXPRESSION'],
    ['an index', 'Hi {{ user["name"] }}', 'refused: EXPRESSION'],
    ['a call', 'Hi {{ greet(name) }}', 'refused: EXPRESSION'],
    ['arithmetic', 'Page {{ page + 1 }}', 'refused: EXPRESSION'],
    ['Semantic Kernel', 'Sum up {{$input}}', 'refused: EXPRESSION'],
    ['a Semantic Kernel function', 'Sum up {{Plugin.Read $input}}', 'refused: EXPRESSION'],
    ['a Go template', '{{ if .Tools }}{{ .Tools }}{{ end }}', 'refused: EXPRESSION'],
    ['white space control', 'Hi {{- name -}}', 'refused: EXPRESSION'],
    ['a Jinja comment', 'Hi {{ name }} {# later #}', 'refused: JINJA_COMMENT'],
    ['a Markdown heading with an id', '## Rules {#rules}\n{{name}}', 'mustache'],
    ['{{name}} beside what is no tag', '{{name}}: {{"a": 1}}', 'refused: INVALID_TAG'],
    ['a set among escapes', 'All of {{x | x > 0}} and {{...}} and {{-1}}', 'f-string'],
    ['a field beside unescaped JSON', 'Hello {name}, answer {"a": 1}', 'refused: LONE_OPEN_BRACE'],
  ])('reads %s', (_, text, expected) => {
    expect(detect(text)).toBe(expected);
  });

  it('warns of what looks like a variable of the other format, with its line', () => {
    expect(detectTemplateFormat('{a}\n{{b}}')).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(/^line 2: \{\{b\}\} is literal/)],
    });
    expect(detectTemplateFormat('{{a}} {"x": 1}\n{b}')).toMatchObject({
      format: 'mustache',
      warnings: [expect.stringMatching(/^line 2: \{b\} is literal/)],
    });
    expect(detectTemplateFormat('{a} {{ b | trim }}')).toMatchObject({
      format: 'f-string',
      warnings: [expect.stringContaining('{{ b | trim }} is literal')],
    });
    expect(detectTemplateFormat('Save as {epic-name}.md')).toMatchObject({
      format: 'none',
      warnings: [expect.stringContaining('{epic-name} is literal')],
    });
    expect(detectTemplateFormat('Costs ${price}')).toMatchObject({
      format: 'f-string',
      warnings: [expect.stringContaining('dollar sign')],
    });
    expect(detectTemplateFormat('{a} {{> header }}')).toMatchObject({
      warnings: [expect.stringContaining('{{> header }} is literal')],
    });
    expect(detectTemplateFormat('Hi <%= name %> of %(city)s')).toMatchObject({
      format: 'none',
      warnings: [
        expect.stringContaining('<%= name %> is literal'),
        expect.stringContaining('%(city)s is literal'),
      ],
    });
    expect(detectTemplateFormat('{{"a": 1}}')).toMatchObject({
      format: 'f-string',
      warnings: [expect.stringContaining('No variable found')],
    });
    expect(detectTemplateFormat('{a} {{"json": 1}}')).toEqual({
      ok: true,
      format: 'f-string',
      because: 'it has the field {a}',
      warnings: [],
    });
  });

  it('says which way out keeps the variables that the text has, and which does not', () => {
    const result = detectTemplateFormat('Sum up {document}.\nAnswer {"summary": "…"}');
    expect(result.ok ? [] : result.problems).toMatchObject([
      {
        code: 'LONE_OPEN_BRACE',
        line: 2,
        message:
          'A single { is not text in an f-string template; write {{ for a literal brace. With the braces of all such places doubled, ' +
          '{document} stays a variable. Correct it, or set templateFormat: none in the front matter to serve the text as it is, ' +
          '{document} included.',
      },
      { code: 'LONE_CLOSE_BRACE' },
    ]);
  });

  it('says in every problem how to serve the text as it is', () => {
    const result = detectTemplateFormat('{price:.2f}');
    expect(result.ok ? [] : result.problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining('templateFormat: none'),
    ]);
  });
});
