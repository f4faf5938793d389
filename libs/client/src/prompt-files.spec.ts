import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../testing/fake-clock';
import { contentHash } from './content-hash';
import { Notifier } from './notifier';
import { parsePromptFile } from './prompt-file';
import { PromptFiles } from './prompt-files';
import type { PromptRegistryError } from './registry-errors';

let root: string;
let directory: string;
let clock: FakeClock;
let errors: PromptRegistryError[];
let files: PromptFiles;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
  directory = join(root, 'prompts');
  mkdirSync(join(directory, 'rules'), { recursive: true });
  clock = new FakeClock();
  errors = [];
  files = new PromptFiles(
    directory,
    clock,
    new Notifier({ onError: (error) => errors.push(error), onChange: undefined }),
  );
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string | Buffer): void => writeFileSync(join(directory, path), text);
const textOf = (name: string): unknown => files.find(name)?.content.content;

describe('PromptFiles', () => {
  it('finds a prompt by its path, before and after the folder was read', async () => {
    put('greeting.md', 'Hi {name}');
    put('rules/units.txt', 'Use SI.');
    for (const scanned of [false, true]) {
      if (scanned) expect(await files.scan()).toBe(true);
      expect(files.find('greeting')?.content).toMatchObject({
        type: 'text',
        templateFormat: 'f-string',
        content: 'Hi {name}',
      });
      expect(textOf('rules/units')).toBe('Use SI.');
      expect(textOf('nobody')).toBeUndefined();
    }
  });

  it('finds a prompt by the name that its file gives itself, and not by its path', async () => {
    put('moved.md', '---\nname: original\n---\nHi');
    put('marked.md', '\ufeff---\nname: from/windows\n---\nHo');
    put('with space.md', 'spaced');
    put('日本語 report (v2).md', 'wide');
    put('日本語.md', 'nameless');
    put('週報.md', '---\nname: weekly\n---\nnamed');
    expect(textOf('moved')).toBeUndefined();
    await files.scan();
    expect(textOf('original')).toBe('Hi');
    expect(textOf('from/windows')).toBe('Ho');
    expect(textOf('moved')).toBeUndefined();
    expect(textOf('with_space')).toBe('spaced');
    expect(textOf('report_v2')).toBe('wide');
    expect(textOf('weekly')).toBe('named');
  });

  it('serves neither of two files with one name', async () => {
    put('a.md', '1');
    put('a.txt', '2');
    expect(textOf('a')).toBeUndefined();
    await files.scan();
    expect(textOf('a')).toBeUndefined();
  });

  it('reads nothing outside its folder (S13)', async () => {
    writeFileSync(join(root, 'secret.md'), 'secret');
    mkdirSync(join(root, 'outside'));
    writeFileSync(join(root, 'outside', 'x.md'), 'secret');
    symlinkSync(join(root, 'secret.md'), join(directory, 'link.md'));
    symlinkSync(join(root, 'outside'), join(directory, 'folder'));
    put('greeting.md', 'Hi');
    symlinkSync(join(directory, 'greeting.md'), join(directory, 'inside.md'));
    const hostile = [
      '../secret',
      '..',
      '/etc/passwd',
      'rules/../../secret',
      'rules//x',
      'link',
      'folder/x',
      'con',
      'aux.md',
      'a\0b',
      '',
      '.',
      '~root',
      'C:\\x',
      '\\\\host\\x',
      '%2e%2e/secret',
      'README',
      'x'.repeat(5_000),
    ];
    for (const scanned of [false, true]) {
      if (scanned) await files.scan();
      for (const name of hostile) expect([name, textOf(name)]).toEqual([name, undefined]);
      expect(textOf('inside')).toBe('Hi');
    }
  });

  it('skips documents, partials and other kinds of files', async () => {
    mkdirSync(join(directory, '_partials'));
    for (const path of ['README.md', 'changelog.md', '_partials/x.md', '.hidden.md', 'x.yaml'])
      put(path, 'text');
    expect(await files.scan()).toBe(false);
    for (const name of ['README', 'changelog', '_partials/x', 'x']) expect(textOf(name)).toBeUndefined();
  });

  it('reads front matter that was written without quotes as an import does, and leaves other formats to it', async () => {
    put('agent.md', '---\nname: agent\ndescription: Use it when: always\nmodel: m\n---\nHi');
    for (const path of ['a.prompty', 'b.prompt', 'c.j2', 'd.json', 'skprompt.txt']) put(path, 'Hi {{x}}');
    await files.scan();
    const file = files.find('agent');
    expect(file?.content).toMatchObject({ content: 'Hi', config: { model: 'm' } });
    expect(file?.contentHash).toEqual(expect.any(String));
    for (const name of ['a', 'b', 'c', 'd', 'skprompt']) expect(textOf(name)).toBeUndefined();
  });

  it('shows an edit within a second, and keeps what it read when the file goes away', async () => {
    put('greeting.md', 'one');
    expect(textOf('greeting')).toBe('one');
    put('greeting.md', 'two');
    utimesSync(join(directory, 'greeting.md'), 1, 1);
    await clock.advance(1_001);
    expect(textOf('greeting')).toBe('two');
    rmSync(join(directory, 'greeting.md'));
    await clock.advance(1_001);
    expect(textOf('greeting')).toBe('two');
  });

  it('reports files that cannot be used', async () => {
    put('bytes.md', Buffer.from([0xff, 0xfe, 0x41]));
    put('open.md', '---\nname: x\nno end');
    put('broken.md', 'Answer {"ok": {x!r}}');
    put('large.md', Buffer.alloc(1_100_000, 'a'));
    for (const name of ['bytes', 'open', 'broken', 'large']) expect(textOf(name)).toBeUndefined();
    expect(errors.map(({ code }) => code)).toEqual([
      'PROMPT_FILE',
      'PROMPT_FILE',
      'PROMPT_FILE',
      'PROMPT_FILE',
    ]);
    await new PromptFiles(
      join(root, 'nowhere'),
      clock,
      new Notifier({ onError: (error) => errors.push(error), onChange: undefined }),
    ).scan();
    expect(errors).toHaveLength(5);
  });
});

describe('parsePromptFile', () => {
  const parse = (text: string) => parsePromptFile(Buffer.from(text));

  it('knows the hash of what it could read exactly', () => {
    const file = parse('---\nowner: team\ntemplateFormat: none\nconfig:\n  temperature: 0\n---\r\nHi {x}\n');
    const content = {
      type: 'text' as const,
      templateFormat: 'none' as const,
      content: 'Hi {x}\n',
      config: { temperature: 0, owner: 'team' },
    };
    expect(file).toEqual({ ok: true, name: null, content, contentHash: contentHash(content) });
  });

  it('serves a text whose front matter is beyond the subset, without a hash', () => {
    const file = parse(
      '---\ndescription: >\n  folded\n  text\ntemplate_format: mustache\nname: "my/name"\nconfig: &a\n  x: 1\n---\nHi {{x}} {y}',
    );
    expect(file).toMatchObject({
      ok: true,
      name: 'my/name',
      contentHash: null,
      content: { templateFormat: 'mustache', content: 'Hi {{x}} {y}', config: {} },
    });
  });

  it('takes a horizontal rule for text', () => {
    expect(parse('---\nProse, not keys.\n---\nMore')).toMatchObject({
      ok: true,
      content: { content: '---\nProse, not keys.\n---\nMore' },
    });
    expect(parse('---\nJust a rule')).toMatchObject({ ok: true, content: { content: '---\nJust a rule' } });
  });

  it('reads a chat prompt', () => {
    const file = parse(
      '---\ntype: chat\nmessages:\n  - role: system\n    content: |-\n      Be {tone}\n  - type: placeholder\n    name: history\n---\n',
    );
    expect(file).toMatchObject({
      ok: true,
      content: {
        type: 'chat',
        templateFormat: 'f-string',
        content: [
          { role: 'system', content: 'Be {tone}' },
          { type: 'placeholder', name: 'history' },
        ],
      },
    });
    expect(parse('---\ntype: chat\nmessages: *x\n---\n')).toMatchObject({ ok: false });
  });
});
