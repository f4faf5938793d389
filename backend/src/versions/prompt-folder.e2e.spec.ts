import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { PromptFilesService } from './prompt-files.service';

describe('the folder of prompt files', () => {
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pr-seed-'));
    server = await startServer({ env: { PROMPTS_DIR: folder } });
  });
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (path: string, text: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const seed = async (options: object = {}) =>
    (await server.admin.post('/api/v1/prompts/seed', options)).body as Json;
  const seedOne = async (options: object = {}) => (await seed(options)).files[0] as Json;
  const get = async (name: string, path = '') =>
    (await server.admin.get(`/api/v1/prompts/${encodeURIComponent(name)}${path}`)).body as Json;

  it('names every file it cannot use, and imports the others', async () => {
    write('dir/good.md', 'good');
    write('dir/latin.md', Buffer.from('caf\xe9', 'latin1'));
    write('dir/big.md', 'x'.repeat(1_048_577));
    write('dir/yaml.md', '---\ndescription: [a: b\n---\nx');
    write('dir/twice.md', 'x');
    write('dir/Twice.txt', 'x');
    write('dir/jinja.j2', '{% if x %}{{ x }}{% endif %}');
    write('dir/sum/skprompt.txt', 'Sum up {{$input}}');
    write('dir/sum/config.json', '{"description":"Sums up"}');
    write('dir/_partial.md', 'x');
    write('dir/my file.md', 'x {y}');
    for (const silent of [
      'dir/README.md',
      'CHANGELOG.md',
      'LICENSE',
      'dir/.hidden.md',
      '.git/x.md',
      'node_modules/x.md',
      'dir/code.py',
    ])
      write(silent, 'x');
    const { files, counts } = await seed();
    expect(Object.fromEntries(files.map((file: Json) => [file.path, file.reason ?? file.status]))).toEqual({
      'dir/Twice.txt': 'has the same name "dir/Twice" as dir/twice.md',
      'dir/_partial.md': 'begins with _: partials are not prompts',
      'dir/big.md': 'has 1048577 bytes; the most is 1048576',
      'dir/good.md': 'created',
      'dir/jinja.j2': expect.stringMatching(/^line 1: \{% if x/),
      'dir/sum/skprompt.txt': 'created',
      'dir/latin.md': 'is not valid UTF-8',
      'dir/my file.md': 'created',
      'dir/twice.md': 'has the same name "dir/twice" as dir/Twice.txt',
      'dir/yaml.md': expect.stringMatching(/^front matter: line 3/),
    });
    expect(files.find((file: Json) => file.path === 'dir/my file.md')).toMatchObject({
      name: 'dir/my_file',
      warnings: [expect.stringMatching(/became/)],
    });
    expect(files.find((file: Json) => file.name === 'dir/sum')).toMatchObject({
      format: 'Semantic Kernel',
      warnings: [expect.stringContaining('agents do not read it when the registry is down')],
    });
    expect(counts).toMatchObject({ created: 3, skipped: 7 });
  });

  it('follows no link out of the folder, and no loop', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'pr-outside-'));
    writeFileSync(join(outside, 'secret.md'), 'secret');
    write('links/real.md', 'real');
    symlinkSync(join(outside, 'secret.md'), join(folder, 'links/secret.md'));
    symlinkSync(outside, join(folder, 'links/dir'));
    symlinkSync('..', join(folder, 'links/loop'));
    symlinkSync('self.md', join(folder, 'links/self.md'));
    symlinkSync('missing.md', join(folder, 'links/broken.md'));
    symlinkSync('real.md', join(folder, 'links/alias.md'));
    // As a mounted Kubernetes ConfigMap looks like.
    write('..data/mounted.md', 'mounted');
    symlinkSync('..data/mounted.md', join(folder, 'mounted.md'));
    const { files } = await seed();
    expect(Object.fromEntries(files.map((file: Json) => [file.path, file.reason ?? file.status]))).toEqual({
      'links/alias.md': 'created',
      'links/broken.md': 'is a link that leads nowhere',
      'links/dir': 'is a link that leads out of the folder',
      'links/loop': 'is a link to a folder that is read already',
      'links/real.md': 'created',
      'links/secret.md': 'is a link that leads out of the folder',
      'links/self.md': 'is a link that leads nowhere',
      'mounted.md': 'created',
    });
    rmSync(outside, { recursive: true });
  });

  it('gives back what was exported', async () => {
    const contents: Array<[string, object]> = [
      ['rule', { content: '---\nname: no\n---\n{{"a": 1}} {x}' }],
      [
        'bare',
        {
          content: 'no line end',
          templateFormat: 'none',
          config: { '007': 'yes', list: [1e21, 0.1, null, 'no'] },
        },
      ],
      [
        'talk',
        {
          content: [
            { role: 'system', content: 'a\n\n  b: c\n' },
            { type: 'placeholder', name: 'history' },
          ],
          templateFormat: 'mustache',
        },
      ],
      ['crlf', { content: 'a\r\nb\r\n', description: '"quoted": yes', tags: ['#1', 'no'], agentRole: 'x' }],
    ];
    const hashes: Record<string, string> = {};
    for (const [name, body] of contents) {
      const made = await server.admin.post('/api/v1/prompts', { name: `exported/${name}`, ...body });
      hashes[`restored/${name}`] = made.body.latest.contentHash;
      const file = await server.admin.get<string>(`/api/v1/prompts/exported%2F${name}/export`);
      expect(file.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="exported-${name}.v1.md"`);
      write(`${name}.md`, file.body.replace(`name: exported/${name}`, `name: restored/${name}`));
    }
    expect((await seed()).counts.created).toBe(contents.length);
    for (const [name, hash] of Object.entries(hashes))
      expect((await get(name)).latest.contentHash).toBe(hash);
    expect(await get('restored/crlf')).toMatchObject({
      description: '"quoted": yes',
      tags: ['#1', 'no'],
      agentRole: 'x',
    });
  });

  it('says so when there is no folder', async () => {
    rmSync(folder, { recursive: true });
    expect(await seed()).toMatchObject({
      files: [{ path: '.', status: 'skipped', reason: expect.stringMatching(/does not exist/) }],
    });
    mkdirSync(folder);
    write('file.md', 'x');
    chmodSync(join(folder, 'file.md'), 0o000);
    const unreadable = process.getuid?.() === 0 ? 'created' : 'skipped';
    expect(await seedOne()).toMatchObject({ status: unreadable });
  });

  it('gives the fallback of a resolve the files by name', async () => {
    write('fallback.md', 'Hi {name}');
    const files = server.app.get(PromptFilesService);
    expect(files.find('fallback')).toBeUndefined();
    await files.refresh();
    expect(files.find('fallback')).toMatchObject({
      content: { content: 'Hi {name}' },
      contentHash: expect.any(String),
    });
    for (const name of ['../fallback', 'fallback.md', './fallback', 'Fallback', '__proto__'])
      expect(files.find(name)).toBeUndefined();
  });
});
