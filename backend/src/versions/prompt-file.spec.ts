import { parsePromptFile, type PromptFile } from './prompt-file';

const read = (text: string | Uint8Array, path = 'folder/file.md') =>
  parsePromptFile(path, typeof text === 'string' ? Buffer.from(text) : text);
const usable = (text: string | Uint8Array, path?: string): PromptFile => {
  const file = read(text, path);
  if (!file.ok) throw new Error(file.reason);
  return file;
};
const reason = (text: string | Uint8Array, path?: string): string => {
  const file = read(text, path);
  if (file.ok) throw new Error(`was read as ${JSON.stringify(file.content)}`);
  return file.reason;
};

describe('a prompt file', () => {
  it('is a text without front matter, untrimmed', () => {
    expect(usable('  Hi {name}\n\n')).toMatchObject({
      name: 'folder/file',
      content: { type: 'text', templateFormat: 'f-string', content: '  Hi {name}\n\n', config: {} },
      variables: ['name'],
      metadata: { description: '', agentRole: null, depth: null, strategy: null, domain: null, tags: [] },
      warnings: [],
    });
  });

  it('says everything in its front matter', () => {
    const text = `---
name: other/name
description: >
  Rates one
  insight.
agentRole: architect
depth: deep
strategy: teamwork
domain: energy
tags: [" review ", system, review]
templateFormat: mustache
config: { temperature: 0, outputSchema: { type: object } }
owner: energy-team
model: gpt
---
Hi {{name}}`;
    expect(usable(text)).toMatchObject({
      name: 'other/name',
      metadata: {
        description: 'Rates one insight.',
        agentRole: 'architect',
        depth: 'deep',
        strategy: 'teamwork',
        domain: 'energy',
        tags: ['review', 'system'],
      },
      content: {
        templateFormat: 'mustache',
        content: 'Hi {{name}}',
        config: { temperature: 0, outputSchema: { type: 'object' }, owner: 'energy-team', model: 'gpt' },
      },
    });
  });

  it('accepts the spellings of other tools', () => {
    expect(usable('---\ntemplate_format: none\nagent_role: x\n---\n{').metadata.agentRole).toBe('x');
    expect(reason('---\ntemplate_format: none\ntemplateFormat: none\n---\nx')).toMatch(
      /"templateFormat" is given twice/,
    );
  });

  it('reads any line ends as LF, and no byte order mark', () => {
    const file = usable('\ufeff---\r\ndescription: d\r\n---\r\na\r\nb\rc');
    expect(file.metadata.description).toBe('d');
    expect(file.content.content).toBe('a\nb\nc');
    expect(file.contentHash).toBe(usable('---\ndescription: e\n---\na\nb\nc').contentHash);
  });

  it('keeps everything after the closing line', () => {
    expect(usable('---\n---\n\n---\nname: x\n---\n').content.content).toBe('\n---\nname: x\n---\n');
    expect(usable('---  \ndescription: d\n--- \t\nx').content.content).toBe('x');
  });

  it('reads chats from messages', () => {
    const text =
      '---\ntype: chat\nmessages:\n  - role: system\n    content: |\n      Be brief.\n  - { type: placeholder, name: history }\n  - { role: user, content: "{q}" }\n---\n\n';
    expect(usable(text)).toMatchObject({
      content: {
        type: 'chat',
        templateFormat: 'f-string',
        content: [
          { role: 'system', content: 'Be brief.\n' },
          { type: 'placeholder', name: 'history' },
          { role: 'user', content: '{q}' },
        ],
      },
      variables: ['q'],
    });
    expect(reason(`${text}words`)).toMatch(/^line 10: a chat prompt has its words in "messages"/);
    expect(reason('---\ntype: chat\n---\nx')).toMatch(/messages as a list/);
    expect(reason('---\nmessages: x\n---\nx')).toMatch(/messages as a list/);
    expect(reason('---\nmessages: [{ role: robot, content: x }]\n---\n')).toMatch(/^messages\[0\]\.role: /);
  });

  it('says the line of what is wrong in a message', () => {
    const text = (words: string) =>
      `---\nmessages:\n  - role: system\n    content: Be brief.\n  - role: user\n    content: |\n      First.\n      ${words}\n---\n`;
    expect(reason(text('{a.b} {c}'))).toMatch(/^line 8: .*attributes/);
    expect(reason(text('Hi {{ c | trim }}'))).toMatch(/^line 8: \{\{c \| trim\}\}/);
  });

  it('reads a line that was written without quotes to its end', () => {
    const file = usable('---\nname: a\ndescription: Use it when: "x" or \'y\': always\nmodel: m\n---\nHi');
    expect(file).toMatchObject({
      name: 'a',
      metadata: { description: 'Use it when: "x" or \'y\': always' },
      content: { config: { model: 'm' }, content: 'Hi' },
      warnings: [expect.stringContaining('"description" of the front matter has a colon')],
    });
  });

  it('says where its template format is from', () => {
    const why = (text: string) => usable(text).templateFormatReason;
    expect(why('Hi {name}')).toBe('detected: it has the field {name}');
    expect(why('---\ntemplateFormat: none\n---\nHi {name}')).toBe('the front matter says so');
  });

  it('keeps a type that is not ours as config', () => {
    expect(usable('---\ntype: agent\n---\nx').content.config).toEqual({ type: 'agent' });
    expect(usable('---\ntype: text\n---\nx').content.config).toEqual({});
  });
});

describe('a file that begins with a horizontal rule', () => {
  it.each([
    ['prose between rules', '---\nYou are careful.\n---\nAnd brief.'],
    ['prose with a colon', '---\n\nA rule to follow: be brief.\n\n---\nx'],
    ['a list', '---\n- one\n- two\n---\n'],
    ['one rule only', '---\nYou are careful.'],
    ['a heading', '---\n# Title: the best\nYou are: careful: always\n---\nx'],
  ])('is text: %s', (_, text) => {
    const file = usable(text);
    expect(file.content.content).toBe(text);
    expect(file.warnings.join()).toContain('has no front matter');
  });

  it.each(['----\nx', '--- x\ny', ' ---\nname: x\n---\ny'])('is text without remark: %j', (text) => {
    expect(usable(text)).toMatchObject({ content: { content: text }, warnings: [] });
  });
});

describe('an unusable file', () => {
  it.each([
    ['---\nname: x\nbody', /not closed/],
    ['---\n\ntemplateFormat: none\nbody', /not closed/],
    ['---\nname: "x\n---\nbody', /^front matter: line \d/],
    ['---\ndescription: [a: b\n---\nx', /^front matter: line 3/],
    ['---\na: 1\na: 2\n---\nx', /^front matter: line 3.*unique/],
    ['---\ntags: [a\n---\nx', /^front matter: line/],
    ['---\nname: !ruby/object x\n---\nx', /^front matter: line 2/],
    ['---\nname: x\ntwo words: y\n---\nx', /"two words" is not a word/],
    [
      '---\ntemplateFormat: jinja2\n---\nx',
      /"templateFormat" must be one of f-string, mustache, none, not "jinja2"/,
    ],
    ['---\nname: 7\n---\nx', /"name" must be a text/],
    ['---\nagentRole: two words\n---\nx', /"agentRole"/],
    ['---\ntags: 7\n---\nx', /"tags" must be a list/],
    ['---\ntags: [1]\n---\nx', /"tags" must be a list/],
    ['---\nconfig: [1]\n---\nx', /"config"/],
    ['---\nowner: a\nconfig: { owner: b }\n---\nx', /"owner" is given twice/],
    ['---\nconfig: { __proto__: { a: 1 } }\n---\nx', /__proto__/],
    ['---\n__proto__: { a: 1 }\n---\nx', /__proto__/],
    ['---\ntemperature: .nan\n---\nx', /finite/],
    ['---\ndescription: d\n---\n', /without words/],
    ['', /without words/],
    ['Cost {price:.2f}\n', /^line 1, column 6: /],
    ['---\ndescription: d\n---\nfirst\n{a.b} {c}', /^line 5, column 1: .*attributes/],
    ['---\ntemplateFormat: f-string\n---\n\n {', /^line 5, column 2: /],
    ['a\0b', /NUL/],
    ['x'.repeat(500_001), /500000/],
  ])('%j', (text, why) => {
    expect(reason(text)).toMatch(why);
  });

  it('is not UTF-8', () => {
    expect(reason(Buffer.from('caf\xe9', 'latin1'))).toBe('is not valid UTF-8');
    expect(reason(Buffer.from('\ufeffx', 'utf16le'))).toMatch(/UTF-16/);
    expect(reason(Buffer.alloc(1_048_577, 'a'))).toMatch(/1048577 bytes/);
  });

  it('is hostile YAML', () => {
    const started = performance.now();
    const bomb = Array.from(
      { length: 20 },
      (_, n) =>
        `a${n + 1}: &a${n + 1} [${Array(10)
          .fill(n ? `*a${n}` : 'x')
          .join(',')}]`,
    ).join('\n');
    expect(reason(`---\nname: x\n${bomb}\n---\nx`)).toMatch(/alias/);
    expect(reason(`---\nname: ${'['.repeat(50_000)}\n---\nx`)).toMatch(/^front matter: /);
    expect(reason(`---\nconfig: ${'{a: '.repeat(100)}1${'}'.repeat(100)}\n---\nx`)).toMatch(/deep/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('keeps the name that its path gives, for the report', () => {
    expect(read('---\nname: x\nbody')).toMatchObject({ path: 'folder/file.md', name: 'folder/file' });
    expect(read('---\nname: x\n---\n')).toMatchObject({ name: 'x' });
  });
});

describe('what may be front matter', () => {
  it('is pointed at where it begins late', () => {
    for (const before of ['\n', ' \n\n', '<!-- by us -->\n'])
      expect(usable(`${before}---\nowner: me\nname: x\n---\nHi`, 'a.md')).toMatchObject({
        name: 'a',
        warnings: [expect.stringContaining('does not begin on the first line')],
      });
    expect(usable('\n---\nA rule.\n---\nHi', 'a.md').warnings).toEqual([]);
  });

  it('is pointed at where it reads like prose', () => {
    const file = usable('---\nRole: You are an analyst\nTask: Look at it\n---\nBegin.', 'a.md');
    expect(file.warnings).toEqual([expect.stringMatching(/\(Role, Task\) .* not into the prompt/)]);
    expect(usable('---\nowner: me\nTask: x\n---\nBegin.', 'a.md').warnings).toEqual([]);
  });
});

describe('a name from a path', () => {
  it.each([
    ['a.md', 'a'],
    ['a.markdown', 'a'],
    ['a.TXT', 'a'],
    ['review.prompt.md', 'review'],
    ['x/y.z.md', 'x/y.z'],
  ])('%s is %s', (path, name) => {
    expect(usable('x', path)).toMatchObject({ name, warnings: [] });
  });

  it.each([
    ['my prompt.md', 'my_prompt'],
    ['a  b/c.md', 'a_b/c'],
    ['a (1).md', 'a_1'],
    ['über Straße.md', 'uber_Stra-e'],
    ['日本語 report v2.md', 'report_v2'],
    ['sales/Ｑ１ 報告.md', 'sales/Q1'],
    ['C++ [draft] what?!.md', 'C_draft_what'],
    ['-x.md', '_-x'],
    ['x..md', 'x-'],
    ['a+b.md', 'a-b'],
  ])('%s becomes %s, with a remark', (path, name) => {
    const file = usable('x', path);
    expect(file.name).toBe(name);
    expect(file.warnings.join()).toContain(`became "${name}"`);
  });

  it('is asked for where no letter or digit is left', () => {
    for (const path of ['日本語.md', '🚀.md', 'sales/_報告.md', '日本/report.md'])
      expect(reason('x', path)).toMatch(/^no name can be made of ".+; rename it, or say "name"/);
    expect(usable('---\nname: weekly\n---\nx', '週報.md').name).toBe('weekly');
    expect(reason('---\nname: 週報\n---\nx', '週報.md')).toMatch(/no name can be made of "週報"/);
  });

  it('is named by its path when its "name" is a title or tries a path', () => {
    for (const title of ['Code Reviewer', '../x', '/etc/passwd']) {
      const file = usable(`---\nname: ${title}\n---\nx`, 'folder/file.md');
      expect(file.name).toBe('folder/file');
      expect(file.warnings).toEqual([expect.stringContaining('the path names it')]);
    }
  });

  it('reads tags that are separated by commas', () => {
    expect(usable('---\ntags: energy, cost\n---\nx', 'a.md').metadata.tags).toEqual(['energy', 'cost']);
  });

  it('is refused where nothing can be made of it', () => {
    expect(reason('x', `${'a/'.repeat(10)}b.md`)).toMatch(/1 to 10 segments/);
    expect(reason('x', '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11.md')).toMatch(/UUID/);
    expect(usable('---\nname: short\n---\nx', `${'a'.repeat(300)}.md`).name).toBe('short');
  });
});
