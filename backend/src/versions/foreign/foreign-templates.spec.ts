import { readSentFiles } from '../sent-files';
import { json, only, read, refused } from './testing/sent';

describe('Prompty', () => {
  const front = `---
name: Meal planner
description: Plans meals
metadata: { tags: [food] }
model:
  api: chat
  configuration: { type: azure_openai, api_key: secret }
  parameters: { temperature: 0.2 }
inputs:
  guests: { type: string, default: two }
---
`;

  it('becomes a chat; a connection stays out', () => {
    const file = only(
      'plan/meals.prompty',
      `${front}\nsystem:\nPlan for {{ guests }}. {"n": {{count}}}\n\n# User:\n  {{wish}}\n`,
    );
    expect(file).toMatchObject({
      name: 'plan/meals',
      format: 'Prompty',
      metadata: { description: 'Plans meals', tags: ['food'] },
      content: {
        type: 'chat',
        templateFormat: 'mustache',
        content: [
          { role: 'system', content: 'Plan for {{ guests }}. {"n": {{count}}}' },
          { role: 'user', content: '{{wish}}' },
        ],
        config: { model: { api: 'chat', parameters: { temperature: 0.2 } } },
      },
      variables: ['guests', 'count', 'wish'],
    });
    expect(JSON.stringify(file.content)).not.toContain('secret');
    expect(file.warnings.join()).toMatch(/path names it.*connection.*guests/s);
  });

  it('says that a file it builds on is not read', () => {
    expect(only('a.prompty', '---\nbase: base.prompty\n---\nsystem:\nHi').warnings).toEqual([
      expect.stringContaining('base.prompty says of the model is missing'),
    ]);
  });

  it('without a role is what the system says', () => {
    expect(only('a.prompty', 'Be brief.\n').content.content).toEqual([
      { role: 'system', content: 'Be brief.' },
    ]);
  });

  it.each([
    ['system:\nHi\n{% for x in y %}\n', /^line 14: \{% for x in y/],
    ['system:\n{{ x | upper }}\n', /^messages\[0\]\.content: line 13: \{\{x \| upper\}\}/],
    ['user:\n![a](b.png)\n', /^line 13: .*image/],
    ['user[name="x"]:\nHi\n', /^line 12: .*attributes/],
  ])('is refused where it is more than variables: %j', (body, why) => {
    expect(refused('a.prompty', front + body)).toMatch(why);
  });

  it('is refused without words', () => {
    expect(refused('a.prompty', front)).toMatch(/without words/);
  });

  it('is refused when an input is no text, and in an unknown template language', () => {
    expect(refused('a.prompty', '---\ninputs: { talk: { kind: thread } }\n---\n{{talk}}')).toMatch(
      /"talk" has the kind thread/,
    );
    expect(refused('a.prompty', '---\ntemplate: { format: liquid }\n---\nHi')).toMatch(
      /"liquid" is not known/,
    );
  });
});

describe('Dotprompt', () => {
  const front =
    '# A licence\n\n---\nmodel: m\nconfig: { temperature: 0 }\ninput: { schema: { "a?": string }, default: { a: b } }\n---\n\n';

  it('is a text without roles', () => {
    expect(only('jokes/tell.pirate.prompt', `${front}Joke about {{a}}.\n\n`)).toMatchObject({
      name: 'jokes/tell.pirate',
      format: 'Dotprompt',
      content: {
        type: 'text',
        content: 'Joke about {{a}}.',
        config: { temperature: 0, model: 'm', input: { default: { a: 'b' } } },
      },
      warnings: [expect.stringContaining('defaults are not filled in (a)')],
    });
  });

  it.each(['', 'name:\n', 'name: ~\n'])('is named by its file when it gives no name: %j', (name) => {
    expect(only('mail/sum_up.prompt', `---\n${name}model: m\n---\nSum up {{text}}`).name).toBe('mail/sum_up');
  });

  it('is a chat with them, to the character', () => {
    const body =
      '{{role "system"}}\nBe {{tone}}.\n{{history}}\n{{role \'user\'}}{{q}}\n{{role "model"}}\nWell,\n';
    expect(only('a.prompt', front + body).content.content).toEqual([
      { role: 'system', content: '\nBe {{tone}}.\n' },
      { type: 'placeholder', name: 'history' },
      { role: 'user', content: '{{q}}\n' },
      { role: 'assistant', content: '\nWell,' },
    ]);
  });

  it.each([
    ['Hi\n{{#if a}}b{{/if}}', /^line 10, column 1: \{\{#if a\}\}/],
    ['{{role "user"}}\nHi\n{{media url=b}}', /line 11: \{\{media url=b\}\}/],
    ['Hi \\{{a}}', /^line 9: \\\{\{/],
    ['<system>\nHi\n</system>', /^line 9: <system>: a Promptfile/],
    ['{{> part}}', /^line 9, .*partials/],
  ])('is refused where it is more than variables: %j', (body, why) => {
    expect(refused('a.prompt', front + body)).toMatch(why);
  });

  it('has the format that is detected where nothing in it is of Dotprompt', () => {
    expect(only('a.prompt', 'Hi {name}')).toMatchObject({
      content: { templateFormat: 'f-string' },
      variables: ['name'],
    });
    expect(only('a.prompt', 'Hi {name} {{x}}').content.templateFormat).toBe('mustache');
    expect(only('a.prompt', `${front}Hi {name}`).content.templateFormat).toBe('mustache');
  });

  it('is a partial when its name begins with _', () => {
    expect(refused('_part.prompt', 'Hi')).toMatch(/partials/);
  });
});

describe('Semantic Kernel', () => {
  const config = json({
    schema: 1,
    description: 'Sums up',
    execution_settings: { default: { temperature: 0 } },
    input_variables: [{ name: 'input', default: 'x' }],
  });

  it('is a folder with a text and its settings', () => {
    const files = read('Writer/Sum/skprompt.txt', 'Sum up {{$input}} {"a": 1}', {
      'Writer/Sum/config.json': config,
    });
    expect(files).toMatchObject([
      {
        name: 'Writer/Sum',
        format: 'Semantic Kernel',
        metadata: { description: 'Sums up' },
        content: {
          templateFormat: 'mustache',
          content: 'Sum up {{input}} {"a": 1}',
          config: { execution_settings: { default: { temperature: 0 } } },
        },
        warnings: [expect.stringContaining('(input)')],
      },
    ]);
  });

  it('is a function in YAML that says no format, which its own is', () => {
    const inputs = 'input_variables:\n  - { name: topic, description: What about }\n';
    for (const more of ['', inputs])
      expect(only('a.yaml', `name: Tell\ntemplate: Tell of {{$topic}}\n${more}`)).toMatchObject({
        format: 'Semantic Kernel',
        content: { templateFormat: 'mustache', content: 'Tell of {{topic}}' },
        variables: ['topic'],
      });
    const jinja = `template: |\n  Tell of {{ topic }}\ntemplate_format: jinja2\n${inputs}`;
    expect(only('a.yaml', jinja).content.content).toBe('Tell of {{ topic }}');
    expect(refused('a.yaml', jinja.replace('{{ topic }}', '{% if topic %}'))).toMatch(
      /^line 2: \{% if topic/,
    );
    const handlebars = jinja.replace('{{ topic', '\\{{ topic').replace('jinja2', 'handlebars');
    expect(refused('a.yaml', handlebars)).toMatch(/^line 2: \\\{\{/);
  });

  it('is named by its folder, so it is refused without one', () => {
    expect(refused('skprompt.txt', 'Sum up {{$input}}')).toMatch(/names a prompt by its folder/);
  });

  it('is a function in YAML', () => {
    const text = 'name: Tell\ntemplate: |\n  Tell of {{ $topic }}.\ntemplate_format: semantic-kernel\n';
    expect(only('a.yaml', text)).toMatchObject({
      name: 'Tell',
      content: { content: 'Tell of {{topic}}.\n' },
    });
  });

  it.each([
    ['Hi\n{{weather.get $city}}', /^line 2: \{\{weather\.get \$city\}\}/],
    ['Hi\n\n<message role="user">{{$q}}</message>', /^line 3: <message role/],
  ])('is refused where it is more than variables: %j', (text, why) => {
    expect(refused('a/skprompt.txt', text)).toMatch(why);
  });
});

describe('files of one name', () => {
  it('are all refused, and name a few of the others', () => {
    const paths = Array.from({ length: 900 }, (_, i) => `a${'?'.repeat(i)}.md`);
    const files = readSentFiles(paths.map((path) => ({ path, text: path })));
    expect(files.every(({ ok }) => !ok)).toBe(true);
    expect(files[0]).toMatchObject({
      reason: expect.stringMatching(/^has the same name "a" as .*, 894 more$/),
    });
  });
});

describe('Jinja', () => {
  it('is a text with plain variables', () => {
    expect(only('a.j2', 'Rate {{ answer }} {"n": 1}\n')).toMatchObject({
      format: 'Jinja',
      content: { type: 'text', templateFormat: 'mustache', content: 'Rate {{ answer }} {"n": 1}\n' },
    });
  });

  it('is a chat when it begins with a role', () => {
    expect(only('a.jinja2', '# system:\nBe brief.\n\n# user:\n{{q}}\n').content.content).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '{{q}}' },
    ]);
  });

  it.each([
    ['Hi\n{% if x %}a{% endif %}', /^line 2: \{% if x/],
    ['{# note #} {{x}}', /^line 1: \{# note/],
    ['{{ a-b }}', /^line 1: \{\{ a-b/],
    ['\n{{ a.b }}', /^line 2, .*dots/],
    ['{{ a | trim }}', /^line 1, .*expressions/],
  ])('is refused where it is more than variables: %j', (text, why) => {
    expect(refused('a.jinja', text)).toMatch(why);
  });
});
