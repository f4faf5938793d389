import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer, type Json, type TestServer } from '../../e2e/harness';

describe('seeding', () => {
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
  const edit = (name: string, content: string) =>
    server.admin.put(`/api/v1/prompts/${name}`, { content }, { headers: { 'if-match': '*' } });
  const audits = async () =>
    Number((await server.sql<{ count: string }>('SELECT count(*) FROM audit_log'))[0]?.count);

  it('imports a folder, once', async () => {
    write(
      'once/a.md',
      '---\ndescription: A\nagentRole: architect\ntags: [x]\nconfig: { k: 1 }\n---\nHi {name}\r\n',
    );
    write('once/b.txt', 'plain');
    write('once/chat.md', '---\nmessages: [{ role: user, content: "{{q}}" }]\n---\n');
    const before = await audits();
    const report = await seed();
    expect(report).toEqual({
      dryRun: false,
      counts: { created: 3, newVersion: 0, unchanged: 0, conflict: 0, skipped: 0 },
      files: [
        {
          path: 'once/a.md',
          name: 'once/a',
          status: 'created',
          version: 1,
          format: 'prompt file',
          type: 'text',
          templateFormat: 'f-string',
          templateFormatReason: 'detected: it has the field {name}',
          variables: ['name'],
          warnings: [],
        },
        {
          path: 'once/b.txt',
          name: 'once/b',
          status: 'created',
          version: 1,
          format: 'prompt file',
          type: 'text',
          templateFormat: 'none',
          templateFormatReason: 'detected: nothing in it looks like a variable',
          variables: [],
          warnings: [],
        },
        {
          path: 'once/chat.md',
          name: 'once/chat',
          status: 'created',
          version: 1,
          format: 'prompt file',
          type: 'chat',
          templateFormat: 'mustache',
          templateFormatReason: 'detected: it has {{q}}',
          variables: ['q'],
          warnings: expect.any(Array),
        },
      ],
    });
    expect(await audits()).toBe(before + 3);
    expect(await get('once/a')).toMatchObject({
      description: 'A',
      agentRole: 'architect',
      tags: ['x'],
      type: 'text',
      serves: 'latest',
      createdBy: 'seed',
      updatedBy: 'seed',
      latest: {
        content: 'Hi {name}\n',
        config: { k: 1 },
        author: 'seed',
        message: 'Imported from once/a.md',
        parentVersion: null,
      },
    });
    expect(await get('once/chat')).toMatchObject({
      type: 'chat',
      latest: { content: [{ role: 'user', content: '{{q}}' }] },
    });
    expect((await seed()).counts).toEqual({
      created: 0,
      newVersion: 0,
      unchanged: 3,
      conflict: 0,
      skipped: 0,
    });
    expect((await server.admin.post('/api/v1/prompts/seed')).body.counts.unchanged).toBe(3);
    expect(await audits()).toBe(before + 3);
  });

  it('makes a version of a changed file, on top of the last import', async () => {
    write('changed.md', 'v1');
    await seed();
    write('changed.md', 'v2');
    expect(await seedOne()).toMatchObject({ status: 'new_version', version: 2 });
    expect((await get('changed')).latest).toMatchObject({ content: 'v2', author: 'seed', parentVersion: 1 });
    write('changed.md', 'v1');
    expect(await seedOne()).toMatchObject({ status: 'unchanged', version: 1 });
    expect((await get('changed')).latestVersion).toBe(2);
  });

  it('changes nothing when only metadata of a file changed', async () => {
    write('meta.md', '---\ndescription: one\n---\nx');
    await seed();
    write('meta.md', '---\ndescription: two\n---\nx');
    expect(await seedOne()).toMatchObject({ status: 'unchanged' });
    expect((await get('meta')).description).toBe('one');
  });

  it('never reverts an edit, reports a conflict, and imports it only when asked', async () => {
    write('edited.md', 'v1');
    await seed();
    await edit('edited', 'by a person');
    expect(await seedOne()).toMatchObject({ status: 'unchanged', version: 1 });
    expect((await get('edited')).latest.content).toBe('by a person');
    write('edited.md', 'file v2');
    const report = await seed();
    expect(report).toMatchObject({
      counts: { conflict: 1 },
      files: [{ status: 'conflict', reason: expect.stringMatching(/version 1.*version 2/) }],
    });
    expect((await get('edited')).latestVersion).toBe(2);
    expect(await seedOne({ onConflict: 'import', dryRun: true })).toMatchObject({
      status: 'new_version',
      version: 3,
    });
    expect((await get('edited')).latestVersion).toBe(2);
    expect(await seedOne({ onConflict: 'import' })).toMatchObject({ status: 'new_version', version: 3 });
    expect((await get('edited')).latest).toMatchObject({
      content: 'file v2',
      author: 'seed',
      parentVersion: 2,
    });
    expect(await seedOne()).toMatchObject({ status: 'unchanged', version: 3 });
  });

  it('respects a prompt that was written in the registry', async () => {
    await server.admin.post('/api/v1/prompts', { name: 'byhand', content: 'same' });
    write('byhand.md', '---\ntemplateFormat: f-string\n---\nsame');
    const before = await audits();
    expect(await seedOne()).toMatchObject({ status: 'unchanged', version: 1 });
    expect(await audits()).toBe(before);
    write('byhand.md', '---\ntemplateFormat: f-string\n---\nfrom file now');
    expect(await seedOne()).toMatchObject({ status: 'new_version', version: 2 });
    await server.admin.post('/api/v1/prompts', { name: 'byhand2', content: 'one' });
    write('byhand2.md', 'two');
    expect((await seed()).files[1]).toMatchObject({ status: 'conflict' });
  });

  it('skips archived prompts, other types and other cases', async () => {
    await server.admin.post('/api/v1/prompts', { name: 'gone', content: 'x' });
    await server.admin.delete('/api/v1/prompts/gone');
    await server.admin.post('/api/v1/prompts', { name: 'aschat', content: [{ role: 'user', content: 'x' }] });
    await server.admin.post('/api/v1/prompts', { name: 'CamelCase', content: 'x' });
    for (const path of ['gone.md', 'aschat.md', 'camelcase.md']) write(path, 'y');
    expect((await seed()).files).toMatchObject([
      { path: 'aschat.md', status: 'skipped', reason: expect.stringMatching(/chat prompt/) },
      { path: 'camelcase.md', status: 'skipped', reason: expect.stringMatching(/"CamelCase".*case/) },
      { path: 'gone.md', status: 'skipped', reason: expect.stringMatching(/archived/) },
    ]);
  });

  it('imports only the files that are asked for', async () => {
    write('only/a.md', 'a');
    write('only/b.md', 'b');
    expect((await seed({ files: ['only/b.md', '../etc/passwd', 'only/b.md'] })).files).toMatchObject([
      { path: '../etc/passwd', name: null, status: 'skipped', reason: 'there is no such file' },
      { path: 'only/b.md', status: 'created' },
    ]);
  });

  it('is safe when several replicas do it at once', async () => {
    for (let n = 0; n < 10; n += 1) write(`replicas/p${n}.md`, `text ${n}`);
    const reports = await Promise.all([seed(), seed(), seed()]);
    const created = reports.flatMap(({ files }) => files).filter(({ status }: Json) => status === 'created');
    expect(created).toHaveLength(10);
    expect(
      reports
        .flatMap(({ files }) => files)
        .filter(({ status }: Json) => !['created', 'unchanged'].includes(status)),
    ).toEqual([]);
    write('replicas/p0.md', 'changed');
    const again = await Promise.all([seed(), seed(), seed()]);
    expect(again.map(({ counts }) => counts.newVersion).sort()).toEqual([0, 0, 1]);
    expect((await get('replicas/p0')).latestVersion).toBe(2);
  });

  it('lets a moved file be another prompt', async () => {
    write('from.md', 'x');
    await seed();
    renameSync(join(folder, 'from.md'), join(folder, 'to.md'));
    expect(await seedOne()).toMatchObject({ path: 'to.md', status: 'created' });
    expect((await get('from')).latestVersion).toBe(1);
  });
});
