import { ItemRefusal } from './ingest-report';
import { readTrace } from './trace-input';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const HOUR = 3_600_000;
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const least = {
  id: '4bf92f3577b34da6a3ce929d0e0e4736',
  promptName: 'architect',
  promptVersion: null,
  contentHash: null,
  source: 'file',
  startedAt: '2026-01-31T09:30:00Z',
  status: 'ok',
};
const read = (more: object = {}) => readTrace({ ...least, ...more }, NOW);

function refusal(more: object): [code: string, field: string | undefined] {
  try {
    read(more);
  } catch (error) {
    if (error instanceof ItemRefusal) return [error.code, error.field];
    throw error;
  }
  throw new Error('It was taken');
}

describe('readTrace', () => {
  it('reads the least, with null for all that is absent', () => {
    expect(read()).toEqual({
      ...least,
      startedAt: Date.parse(least.startedAt),
      experimentId: null,
      variant: null,
      conversationId: null,
      agent: null,
      model: null,
      latencyMs: null,
      inputTokens: null,
      outputTokens: null,
      cost: null,
      previews: null,
      digest: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('has the same digest for the same values, however they are written, and whatever the previews', () => {
    const { digest } = read({ latencyMs: 10 });
    const { id, ...others } = least;
    const same = { latencyMs: 1e1, ...others, startedAt: '2026-01-31T10:30:00.0000+01:00', id };
    expect(readTrace({ ...same, previews: { input: 'x' } }, NOW).digest).toBe(digest);
  });

  it.each([
    { id: '4bf92f3577b34da6a3ce929d0e0e4737' },
    { promptName: 'architec' },
    { promptVersion: 1 },
    { contentHash: HASH },
    { source: 'latest' },
    { experimentId: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77' },
    { variant: 'a' },
    { conversationId: 'a' },
    { agent: 'a' },
    { model: 'a' },
    { startedAt: '2026-01-31T09:30:00.001Z' },
    { latencyMs: 0 },
    { inputTokens: 0 },
    { outputTokens: 0 },
    { cost: 0 },
    { status: 'error' },
  ])('has another digest with %j', (more) => {
    expect(read(more).digest).not.toBe(read().digest);
  });

  it('tells a value from the same value of the next member', () => {
    const digests = ['variant', 'conversationId', 'agent', 'model'].map(
      (name) => read({ [name]: 'x' }).digest,
    );
    expect(new Set(digests).size).toBe(4);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(read({ conversationId: '🚀'.repeat(200) }).conversationId).toHaveLength(400);
    expect(refusal({ conversationId: '🚀'.repeat(201) })).toEqual(['INVALID_INPUT', 'conversationId']);
  });

  it.each<[string, unknown]>([
    ['id', undefined],
    ['id', '0'.repeat(32)],
    ['id', `${least.id}\n`],
    ['promptName', ''],
    ['promptName', 'x'.repeat(201)],
    ['promptVersion', undefined],
    ['promptVersion', 0],
    ['promptVersion', 1.5],
    ['promptVersion', 2_147_483_648],
    ['promptVersion', '1'],
    ['contentHash', undefined],
    ['contentHash', HASH.toUpperCase()],
    ['source', 'registry'],
    ['experimentId', 'x'],
    ['variant', ''],
    ['agent', 1],
    ['model', 'x'.repeat(201)],
    ['startedAt', undefined],
    ['startedAt', Date.now()],
    ['startedAt', '2026-02-30T00:00:00.000Z'],
    ['startedAt', '2026-01-31T09:30:00'],
    ['startedAt', '1999-12-31T23:59:59Z'],
    ['latencyMs', -1],
    ['latencyMs', Infinity],
    ['latencyMs', 1e300],
    ['status', null],
    ['agent', 'a\0b'],
    ['model', '\ud83d'],
    ['conversationId', '\ude00'],
    ['promptName', '\ud83d'],
    ['inputTokens', 0.5],
    ['outputTokens', 2_147_483_648],
    ['cost', '1'],
    ['status', 'fine'],
    ['constructor', 1],
    ['traceId', least.id],
  ])('refuses a %s that is %p', (name, value) => {
    expect(refusal({ [name]: value })).toEqual(['INVALID_INPUT', name]);
  });

  it.each([[null], ['x'], [[]], [1]])('refuses %j', (item) => {
    expect(() => readTrace(item, NOW)).toThrow('must be a JSON object');
  });

  it('takes a clock that is up to a day ahead', () => {
    const at = (ms: number) => ({ startedAt: new Date(NOW + ms).toISOString() });
    expect(read(at(24 * HOUR)).startedAt).toBe(NOW + 24 * HOUR);
    expect(refusal(at(24 * HOUR + 1))).toEqual(['FUTURE_DATED', 'startedAt']);
  });
});
