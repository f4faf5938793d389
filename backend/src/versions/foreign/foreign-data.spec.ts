import { json, only, read, refused } from './testing/sent';

describe('LangChain', () => {
  const template = (text: string, format?: string) => ({
    id: ['langchain', 'prompts', 'prompt', 'PromptTemplate'],
    kwargs: { template: text, ...(format ? { template_format: format } : {}) },
  });
  const message = (kind: string, kwargs: object) => ({ id: ['langchain', 'prompts', 'chat', kind], kwargs });
  const chat = (...messages: object[]) =>
    json({ lc: 1, type: 'constructor', ...message('ChatPromptTemplate', { messages }) });

  it('is a text that was saved', () => {
    expect(only('a.yaml', '_type: prompt\ninput_variables: [x]\ntemplate: |\n  Hi {x} {{}}\n')).toMatchObject(
      {
        format: 'LangChain',
        content: { type: 'text', templateFormat: 'f-string', content: 'Hi {x} {{}}\n' },
        templateFormatReason: "LangChain's template_format is f-string",
      },
    );
    expect(
      only('a.json', json({ input_variables: ['x'], template: '{{x}}', template_format: 'mustache' })),
    ).toMatchObject({
      content: { templateFormat: 'mustache' },
      warnings: [expect.stringContaining('escapes HTML')],
    });
  });

  it('is a chat that was dumped', () => {
    const text = chat(
      message('SystemMessage', { content: 'Say {"a": 1}' }),
      message('MessagesPlaceholder', { variable_name: 'talk' }),
      message('HumanMessagePromptTemplate', { prompt: template('{q}') }),
    );
    expect(only('a.json', text).content).toMatchObject({
      type: 'chat',
      templateFormat: 'f-string',
      content: [
        { role: 'system', content: 'Say {{"a": 1}}' },
        { type: 'placeholder', name: 'talk' },
        { role: 'user', content: '{q}' },
      ],
    });
  });

  it('is a chat of LangChain.js, which has another word for the messages', () => {
    const text = chat().replace(
      '"messages": []',
      `"prompt_messages": [${json(message('HumanMessagePromptTemplate', { prompt: template('{q}') }))}]`,
    );
    expect(only('a.json', text).content.content).toEqual([{ role: 'user', content: '{q}' }]);
  });

  it('says that an optional placeholder is not optional here', () => {
    const file = only('a.json', chat(message('MessagesPlaceholder', { variable_name: 'h', optional: true })));
    expect(file.warnings).toEqual([expect.stringContaining('"h" is optional there')]);
  });

  it('ends as Jinja renders it', () => {
    const saved = { _type: 'prompt', template_format: 'jinja2', template: 'Hi {{ x }}\n\n' };
    expect(only('a.json', json(saved)).content.content).toBe('Hi {{ x }}\n');
  });

  it.each([
    [
      chat(message('AIMessage', { content: 'Let me see', tool_calls: [{ name: 'look', args: {} }] })),
      /tool calls, and messages are text/,
    ],
    [
      chat(message('AIMessage', { content: 'x', additional_kwargs: { function_call: { name: 'f' } } })),
      /function_call, and messages are text/,
    ],
    [chat(message('MessagesPlaceholder', { variable_name: 'h', n_messages: 3 })), /the last 3 messages only/],
    [json({ _type: 'few_shot_prompt', examples: [] }), /few_shot_prompt/],
    [json({ _type: 'prompt', template_path: 'x.txt' }), /another file, x\.txt/],
    [json({ _type: 'prompt', template: '{a}', partial_variables: { a: 'b' } }), /partial_variables.*\(a\)/],
    ['{\n"input_variables": ["a"],\n"template": "{a:>3}"\n}', /^line 3, .*format specs/],
    ['{\n"_type": "prompt",\n"template_format": "jinja2",\n"template": "{% if a %}"\n}', /^line 4: \{% if a/],
    [
      chat(
        message('HumanMessagePromptTemplate', { prompt: template('{q}') }),
        message('AIMessagePromptTemplate', { prompt: template('{{q}}', 'mustache') }),
      ),
      /mix the formats f-string and mustache/,
    ],
  ])('is refused where it is more than a template: %j', (text, why) => {
    expect(refused('a.json', text)).toMatch(why);
  });
});

describe('Langfuse', () => {
  it('gives every prompt with its labels, tags and config, the newest version of each', () => {
    const files = read(
      'dump/all.json',
      json({
        data: [
          {
            name: 'Trip planner',
            type: 'text',
            prompt: 'To {{city}}',
            version: 2,
            labels: ['production', 'latest'],
            tags: ['trip'],
            config: { t: 1 },
          },
          {
            name: 'Trip planner',
            type: 'text',
            prompt: 'old',
            version: 1,
            labels: ['staging'],
            tags: [],
            config: {},
          },
          {
            name: 'talk',
            type: 'chat',
            prompt: [
              { type: 'chatmessage', role: 'system', content: '{"a": {{b}}}' },
              { type: 'placeholder', name: 'past' },
            ],
            config: null,
          },
        ],
      }),
    );
    expect(files).toMatchObject([
      {
        path: 'dump/all.json#Trip planner',
        name: 'Trip_planner',
        labels: ['production'],
        metadata: { tags: ['trip'] },
        content: { type: 'text', templateFormat: 'mustache', content: 'To {{city}}', config: { t: 1 } },
        warnings: [expect.stringContaining('became'), expect.stringContaining('staging (version 1)')],
      },
      {
        name: 'talk',
        content: {
          type: 'chat',
          content: [
            { role: 'system', content: '{"a": {{b}}}' },
            { type: 'placeholder', name: 'past' },
          ],
        },
      },
    ]);
  });

  it('is not taken for granted: a name and a prompt alone have the format that is detected', () => {
    expect(only('a.json', json([{ name: 'x', prompt: 'Hi {user}', version: 3 }]))).toMatchObject({
      name: 'x',
      content: { templateFormat: 'f-string' },
      templateFormatReason: 'detected: it has the field {user}',
    });
  });

  it('is refused when a prompt includes another', () => {
    const prompt = { name: 'a', prompt: 'Hi\n@@@langfusePrompt:name=b|label=production@@@' };
    expect(refused('a.json', json(prompt))).toMatch(/^line 3: @@@langfusePrompt/);
  });
});

describe('a list of messages', () => {
  it('is a chat, whose format is detected', () => {
    expect(only('a.json', '[\n\t{"role": "user", "content": "Hi \\ud83d\\ude00 {{x}}"}\n]')).toMatchObject({
      format: 'chat messages',
      content: { templateFormat: 'mustache', content: [{ role: 'user', content: 'Hi 😀 {{x}}' }] },
      templateFormatReason: 'detected: it has {{x}}',
    });
    expect(
      only('a.yml', '- { role: user, content: [{ type: text, text: "Hi {x}" }] }').content,
    ).toMatchObject({
      templateFormat: 'f-string',
      content: [{ role: 'user', content: 'Hi {x}' }],
    });
  });

  it('has the system message that stands beside the others', () => {
    for (const system of ['Be {tone}', [{ type: 'text', text: 'Be {tone}' }]]) {
      const file = only('a.json', json({ model: 'm', system, messages: [{ role: 'user', content: '{q}' }] }));
      expect(file).toMatchObject({
        content: {
          content: [
            { role: 'system', content: 'Be {tone}' },
            { role: 'user', content: '{q}' },
          ],
          config: { model: 'm' },
        },
        warnings: ['"system" was read as the first message'],
      });
      expect(file.content.config).not.toHaveProperty('system');
    }
    const wrong = json({ system: 'x', messages: [{ role: 'user', content: '{q}\n{a.b}' }] });
    expect(refused('a.json', wrong)).toMatch(/^line 6: /);
    const twice = json({ system: 'x', messages: [{ role: 'system', content: 'y' }] });
    expect(refused('a.json', twice)).toMatch(/beside a message of the system/);
  });

  it('reads merged keys of YAML as other tools do', () => {
    const text = 'base: &b { role: user }\nmessages:\n  - <<: *b\n    content: Hi {{x}}\n';
    expect(only('a.yaml', text).content.content).toEqual([{ role: 'user', content: 'Hi {{x}}' }]);
  });

  it('is one of GitHub Models with what goes with it', () => {
    const text =
      'name: sum-up\nmodel: m\nmodelParameters: { temperature: 0 }\nmessages:\n  - { role: user, content: "{{input}} {x}" }\ntestData: [{ input: a }]\n';
    const file = only('x/sum.prompt.yml', text);
    expect(file).toMatchObject({
      name: 'sum-up',
      content: { templateFormat: 'mustache', config: { model: 'm', modelParameters: { temperature: 0 } } },
    });
    expect(file.warnings).toEqual([
      expect.stringContaining('"testData" is left out'),
      expect.stringContaining('{x} is literal text'),
    ]);
    expect(only('x/sum.prompt.yml', text.replace('name: sum-up\n', '')).name).toBe('x/sum');
  });

  it.each([
    ['a.json', '[\n{"role": "user", "content": [{"type": "image_url"}]}\n]', /^line 2: .*image/],
    ['a.json', '[\n{% for m in messages %}\n]', /^line 2: \{% for m in messages/],
    ['a.json', '{"a": }', /not valid JSON/],
    [
      'a.yaml',
      '- role: user\n  content: |\n    Hi\n    {{ x | trim }}\n',
      /^line 4: \{\{x \| trim\}\}: (?!.*front matter)/,
    ],
    ['a.yaml', '- role: user\n  content: {{ x }}\n', /content must be a text/],
    ['a.yaml', 'a: [1\nb: 2', /^line 2: /],
    ['a.yaml', '---\na: 1\n---\nb: 2', /^line 3: .*several YAML documents/],
    ['a.yaml', 'prompts: [a.txt]\nproviders: [p]', /promptfoo/],
    ['a.yaml', 'scout:\n  role: R\n  goal: G\n  backstory: B', /CrewAI/],
    [
      'a.json',
      '{"explanation": "{{x}}"}',
      /no prompt file that is known\. Known are a list of messages .*"_type: prompt"/,
    ],
    [
      'a.yaml',
      'name: sum\ntemplate: Sum up {text}',
      /written in\. Add "_type: prompt" when a variable is \{name\}, or "template_format: h/,
    ],
    ['a.json', '['.repeat(100_000), /not valid JSON/],
    ['a.yaml', '{a: '.repeat(5_000) + '1' + '}'.repeat(5_000), /^nests too deep$/],
  ])('is refused: %s %j', (path, text, why) => {
    expect(refused(path, text)).toMatch(why);
  });

  it('is taken as soon as it says what the refusal asks for', () => {
    const text = (more: string, words: string) => `name: sum\ntemplate: Sum up ${words}\n${more}\n`;
    for (const [more, words, templateFormat] of [
      ['_type: prompt', '{text}', 'f-string'],
      ['template_format: handlebars', '"{{text}}"', 'mustache'],
    ] as const)
      expect(only('a.yaml', text(more, words))).toMatchObject({
        name: 'sum',
        content: { templateFormat },
        variables: ['text'],
      });
  });
});
