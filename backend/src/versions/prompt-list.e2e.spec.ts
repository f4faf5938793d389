import { startServer, type Json, type TestServer } from '../../e2e/harness';

const PROMPTS = [
  {
    name: 'architect',
    agentRole: 'architect',
    tags: ['system', 'review'],
    description: 'Rates insights',
    content: 'You judge the evidence.',
    labels: ['production'],
  },
  {
    name: 'specialists/energy',
    agentRole: 'energy_analyst',
    domain: 'energy',
    tags: ['system'],
    content: 'Kilowatts are consumed.',
  },
  {
    name: 'specialists/behavior',
    agentRole: 'behavioral_analyst',
    domain: 'behavioral',
    tags: ['system'],
    content: 'Habits at home.',
    labels: ['production', 'staging'],
  },
  { name: 'depth/quick', depth: 'quick', content: 'Be quick about the evidence.' },
  { name: 'depth/deep', depth: 'deep', strategy: 'parallel', content: 'Dig. 100%_sure' },
  { name: 'Chat', content: [{ role: 'user', content: 'evidence, please' }] },
];

describe('the list of prompts', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    for (const prompt of PROMPTS) await server.admin.post('/api/v1/prompts', prompt);
    await server.admin.put(
      '/api/v1/prompts/architect',
      { content: 'You judge the proof.' },
      { headers: { 'if-match': '*' } },
    );
    await server.admin.post('/api/v1/prompts', { name: 'gone', content: 'evidence' });
    await server.admin.delete('/api/v1/prompts/gone');
  });
  afterAll(() => server.stop());

  const list = async (query: string) => (await server.admin.get(`/api/v1/prompts?${query}`)).body as Json;
  const names = async (query: string) => (await list(query)).items.map(({ name }: Json) => name);

  it('shows everything but the archive, by name, without words', async () => {
    const { items, ...rest } = await list('');
    expect(items.map(({ name }: Json) => name)).toEqual([
      'architect',
      'Chat',
      'depth/deep',
      'depth/quick',
      'specialists/behavior',
      'specialists/energy',
    ]);
    expect(rest).toMatchObject({ total: 6, page: 1, pageSize: 50 });
    const detail = (await server.admin.get('/api/v1/prompts/architect')).body;
    const { content: _, config: __, ...latest } = detail.latest;
    expect(items[0]).toEqual({ ...detail, latest });
  });

  it.each([
    ['agentRole=architect', ['architect']],
    ['depth=deep', ['depth/deep']],
    ['strategy=parallel', ['depth/deep']],
    ['domain=energy', ['specialists/energy']],
    ['tag=system', ['architect', 'specialists/behavior', 'specialists/energy']],
    ['tag=system&tag=review', ['architect']],
    ['tag=sys', []],
    ['label=production', ['architect', 'specialists/behavior']],
    ['label=staging&domain=behavioral', ['specialists/behavior']],
    ['type=chat', ['Chat']],
    ['folder=specialists', ['specialists/behavior', 'specialists/energy']],
    ['folder=depth%2F', ['depth/deep', 'depth/quick']],
    ['folder=spec', []],
    ['archived=true', ['gone']],
    ['q=energy', ['specialists/energy']],
    ['q=kilowatt', ['specialists/energy']],
    ['q=consuming', ['specialists/energy']],
    ['q=proof', ['architect']],
    ['q=rates', ['architect']],
    ['q=review', ['architect']],
    ['q=pecialists/EN', ['specialists/energy']],
    ['q=%25', []],
    ['q=pth_q', []],
    ['q=%27%20OR%201%3D1--', []],
    ['q=evidence%20-quick&sort=name', ['Chat']],
    ['q=%22quick%20about%20the%20evidence%22', ['depth/quick']],
    [
      'q=%20',
      ['architect', 'Chat', 'depth/deep', 'depth/quick', 'specialists/behavior', 'specialists/energy'],
    ],
  ])('finds by %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('finds the latest words only, and what was edited', async () => {
    expect(await names('q=evidence')).not.toContain('architect');
    await server.admin.patch('/api/v1/prompts/architect', {
      description: 'Weighs zebras',
      tags: ['system', 'giraffe'],
    });
    expect(await names('q=zebra')).toEqual(['architect']);
    expect(await names('q=giraffe')).toEqual(['architect']);
    expect(await names('q=proof')).toEqual(['architect']);
    expect(await names('q=rates')).toEqual([]);
    await server.admin.patch('/api/v1/prompts/architect', {
      description: 'Rates insights',
      tags: ['system', 'review'],
    });
  });

  it('puts names before words, by relevance', async () => {
    expect((await names('q=quick'))[0]).toBe('depth/quick');
    expect(await names('q=evidence&archived=any&sort=relevance')).toHaveLength(3);
  });

  it('sorts and pages without losing or repeating any', async () => {
    expect(await names('sort=name&order=desc&pageSize=2')).toEqual([
      'specialists/energy',
      'specialists/behavior',
    ]);
    expect((await names('sort=latestVersion'))[0]).toBe('architect');
    expect((await names('sort=createdAt'))[0]).toBe('Chat');
    expect((await names('sort=createdAt&order=asc'))[0]).toBe('architect');
    expect((await names('sort=updatedAt'))[0]).toBe('architect');
    for (const sort of ['name', 'folder', 'updatedAt', 'createdAt', 'latestVersion', 'relevance']) {
      const pages = [
        await names(`sort=${sort}&pageSize=4`),
        await names(`sort=${sort}&pageSize=4&page=2`),
        await names(`sort=${sort}&pageSize=4&page=3`),
      ];
      expect(pages.flat().sort()).toEqual(PROMPTS.map(({ name }) => name).sort());
    }
    expect(await list('page=1000000&pageSize=200')).toMatchObject({ total: 6, items: [] });
  });

  it('counts what is found by each facet', async () => {
    expect((await list('')).facets).toEqual({
      agentRole: [
        { value: 'architect', count: 1 },
        { value: 'behavioral_analyst', count: 1 },
        { value: 'energy_analyst', count: 1 },
      ],
      depth: [
        { value: 'deep', count: 1 },
        { value: 'quick', count: 1 },
      ],
      strategy: [{ value: 'parallel', count: 1 }],
      domain: [
        { value: 'behavioral', count: 1 },
        { value: 'energy', count: 1 },
      ],
      tag: [
        { value: 'system', count: 3 },
        { value: 'review', count: 1 },
      ],
      label: [
        { value: 'production', count: 2 },
        { value: 'staging', count: 1 },
      ],
      type: [
        { value: 'text', count: 5 },
        { value: 'chat', count: 1 },
      ],
      folder: [
        { value: 'depth', count: 2 },
        { value: 'specialists', count: 2 },
      ],
    });
    expect((await list('folder=specialists&pageSize=1')).facets).toMatchObject({
      tag: [{ value: 'system', count: 2 }],
      depth: [],
      label: [
        { value: 'production', count: 1 },
        { value: 'staging', count: 1 },
      ],
    });
  });

  it.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['page=1.5', 'page'],
    ['pageSize=0', 'pageSize'],
    ['pageSize=201', 'pageSize'],
    ['sort=id', 'sort'],
    ['order=up', 'order'],
    ['archived=yes', 'archived'],
    ['type=x', 'type'],
    ['label=A', 'label'],
    ['q=a&q=b', 'q'],
    ['agentRole=a&agentRole=b', 'agentRole'],
    ['nonsense=1', 'nonsense'],
    [`q=${'x'.repeat(501)}`, 'q'],
    ['tag[a]=1', 'tag[a]'],
  ])('refuses %s', async (query, field) => {
    expect(await server.admin.get(`/api/v1/prompts?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ field }] },
    });
  });

  it('keeps a folder together when it has folders in it', async () => {
    const zoo = ['zoo/a', 'zoo/a_b/c', 'zoo/A/d', 'zoo/z', 'Zoo/e'];
    for (const name of zoo) await server.admin.post('/api/v1/prompts', { name, content: 'x' });
    const sorted = ['zoo/a', 'Zoo/e', 'zoo/z', 'zoo/A/d', 'zoo/a_b/c'];
    expect((await names('sort=folder')).slice(0, 2)).toEqual(['architect', 'Chat']);
    expect((await names('sort=folder')).slice(-5)).toEqual(sorted);
    expect((await names('sort=folder&order=desc')).slice(0, 5)).toEqual([...sorted].reverse());
  });
});
