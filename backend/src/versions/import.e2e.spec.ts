import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';

let server: TestServer;
const contract = new Contract();
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());

/** Every answer is what the contract promises. */
async function post(operation: string, path: string, body: object, status = 200): Promise<Json> {
  const answer = await server.admin.post(`/api/v1/prompts/${path}`, body);
  expect(answer.status).toBe(status);
  expect(contract.problems(operation, answer)).toEqual([]);
  return answer.body;
}
const send = (files: Record<string, string>, options: object = {}) =>
  post('importPrompts', 'import', {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    ...options,
  });
const get = async (name: string): Promise<Json> =>
  (await server.admin.get(`/api/v1/prompts/${encodeURIComponent(name)}`)).body;

describe('importing files that are sent', () => {
  it('says what would happen, then does it, as the person who sends them', async () => {
    const files = {
      'sent/a.md': '---\nagentRole: architect\n---\nHi {name}',
      'sent/b.txt': 'plain',
      'sent/README.md': '# About',
      'sent/x.prompty': 'user:\n{% if a %}b{% endif %}',
      '_parts/c.md': 'part',
      '../up.md': 'up',
      'same.md': 'one',
      'same.txt': 'two',
    };
    const would = await send(files, { dryRun: true });
    expect(would.counts).toEqual({ created: 2, newVersion: 0, unchanged: 0, conflict: 0, skipped: 6 });
    expect((await server.admin.get('/api/v1/prompts/sent%2Fa')).status).toBe(404);
    const reasons = Object.fromEntries(would.files.map(({ path, reason }: Json) => [path, reason]));
    expect(reasons).toMatchObject({
      'sent/README.md': expect.stringContaining('document'),
      'sent/x.prompty': expect.stringMatching(/^line 2: \{% if a/),
      '_parts/c.md': expect.stringContaining('partials'),
      '../up.md': expect.stringContaining('leads out'),
      'same.md': expect.stringContaining('same.txt'),
    });

    const done = await send(files);
    expect({ ...done, dryRun: true }).toEqual(would);
    const made = await get('sent/a');
    expect(made).toMatchObject({ agentRole: 'architect', latest: { content: 'Hi {name}', version: 1 } });
    expect(made.latest.author).toBe(made.createdBy);
    expect(made.createdBy).not.toBe('seed');
    expect((await send(files)).counts).toMatchObject({ created: 0, unchanged: 2 });
  });

  it('reports what people wrote since as a conflict, and imports it on request', async () => {
    await send({ 'edited.md': 'one' });
    await server.admin.put('/api/v1/prompts/edited', { content: 'mine' }, { headers: { 'if-match': '*' } });
    expect((await send({ 'edited.md': 'two' })).files[0]).toMatchObject({ status: 'conflict' });
    const forced = await send({ 'edited.md': 'two' }, { onConflict: 'import' });
    expect(forced.files[0]).toMatchObject({ status: 'new_version', version: 3 });
    expect((await get('edited')).latest.content).toBe('two');
  });

  it('says what each file is, and why it is read so', async () => {
    const [read] = (await send({ 'told.md': 'Hi {name}' }, { dryRun: true })).files as Json[];
    expect(read).toMatchObject({
      format: 'prompt file',
      type: 'text',
      templateFormat: 'f-string',
      templateFormatReason: 'detected: it has the field {name}',
      variables: ['name'],
    });
  });

  it('imports some of the prompts of one file, with their labels when they are new', async () => {
    const entry = (name: string, prompt: string) => ({
      name,
      type: 'text',
      prompt,
      labels: ['production', 'latest'],
    });
    const prompts = [entry('fuse/a', 'Hi {{x}}'), entry('fuse/b', 'Ho {{x}}'), entry('fuse/c', '{{#if x}}')];
    const files = { 'export.json': JSON.stringify(prompts, null, 2) };
    const would = await send(files, { dryRun: true });
    expect(would.files).toMatchObject([
      { path: 'export.json#fuse/a', format: 'Langfuse', status: 'created', labels: ['production'] },
      { path: 'export.json#fuse/b' },
      {
        path: 'export.json#fuse/c',
        status: 'skipped',
        reason: expect.stringMatching(/^line 23, .*sections/),
      },
    ]);
    await server.admin.put('/api/v1/protected-labels/production', {});
    const writer = await server.withKey('write');
    const only = ['export.json#fuse/a'];
    const done = await writer.post('/api/v1/prompts/import', {
      files: [{ path: 'export.json', text: files['export.json'] }],
      only,
    });
    expect(done.body.files).toMatchObject([
      { name: 'fuse/a', status: 'created', warnings: [expect.stringContaining('is protected')] },
    ]);
    expect((await send(files)).counts).toMatchObject({ created: 1, unchanged: 1, skipped: 1 });
    expect(await get('fuse/a')).toMatchObject({ labels: [] });
    expect(await get('fuse/b')).toMatchObject({ labels: [{ label: 'production', version: 1 }] });
  });

  it('takes neither of two files with one path', async () => {
    const files = ['one', 'two'].map((text, i) => ({ path: i ? './twice.md' : 'twice.md', text }));
    const body = await post('importPrompts', 'import', { files });
    expect(body.counts).toMatchObject({ created: 0, skipped: 2 });
    expect(body.files[1]).toMatchObject({ reason: expect.stringContaining('twice.md') });
  });

  it('says of what cannot be stored, in a dry run too', async () => {
    const files = { 'nul.md': '---\ndescription: "a\\0b"\n---\nHi' };
    const would = await send(files, { dryRun: true });
    expect(would.files).toMatchObject([
      { status: 'skipped', reason: expect.stringContaining('"description" has a NUL') },
    ]);
    expect(await send(files)).toEqual({ ...would, dryRun: false });
  });

  it.each([
    [{}, 'files'],
    [{ files: [] }, 'files'],
    [{ files: [{ path: '', text: '' }] }, 'files[0].path'],
    [{ files: [{ path: 'a.md' }] }, 'files[0].text'],
    [{ files: [[]] }, 'files'],
    [{ files: [{ path: 'a.md', text: 'a' }], onConflict: 'maybe' }, 'onConflict'],
  ])('refuses %j', async (body, field) => {
    expect(await post('importPrompts', 'import', body, 422)).toMatchObject({ errors: [{ field }] });
  });
});

describe('exporting several prompts', () => {
  it('gives files that another registry reads back as the same words', async () => {
    const messages = [
      { role: 'system', content: 'Say "{{a}}" : yes' },
      { type: 'placeholder', name: 'history' },
    ];
    const bodies = [
      { name: 'trip/_odd', content: '---\nnot: front\n---\nText {x} {{', config: { deep: [1, 'no'] } },
      { name: 'trip/readme', content: 'Trailing  \n\n', tags: ['a: b', '#c'] },
      { name: 'trip/prompt-readme', content: 'Another' },
      { name: 'trip/chat', type: 'chat', templateFormat: 'mustache', content: messages },
    ].map((body) => ({ templateFormat: 'none', ...body }));
    const made: Json[] = [];
    for (const body of bodies) made.push((await server.admin.post('/api/v1/prompts', body)).body);
    const { files } = await post('exportPrompts', 'export', { ids: made.map(({ id }) => id) });
    expect(files.map(({ path }: Json) => path)).toEqual([
      'trip/prompt-_odd.md',
      'trip/chat.md',
      'trip/prompt-readme.md',
      'trip/prompt-readme-2.md',
    ]);

    const other = await startServer();
    try {
      const sent = files.map(({ path, text }: Json) => ({ path, text }));
      const report = (await other.admin.post('/api/v1/prompts/import', { files: sent })).body as Json;
      expect(report.counts).toMatchObject({ created: 4, skipped: 0 });
      for (const { name, tags, latest } of made) {
        const there = (await other.admin.get(`/api/v1/prompts/${encodeURIComponent(name)}`)).body as Json;
        expect(there).toMatchObject({ name, tags, latest: { contentHash: latest.contentHash } });
      }
    } finally {
      await other.stop();
    }
    // The same registry knows them already.
    expect(
      (
        await post('importPrompts', 'import', {
          files: files.map(({ path, text }: Json) => ({ path, text })),
        })
      ).counts,
    ).toMatchObject({
      unchanged: 4,
    });
  });

  it.each([[{}], [{ ids: [] }], [{ ids: ['architect'] }]])('refuses %j', async (body) => {
    expect(await post('exportPrompts', 'export', body, 422)).toMatchObject({ errors: [{ field: 'ids' }] });
  });
});
