import { Readable } from 'node:stream';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { plainJsonBody } from './plain-json-body';

const LIMIT = 100_000;
let app: FastifyInstance;

beforeAll(async () => {
  app = fastify({ bodyLimit: LIMIT });
  const answer = (way: string, body: unknown) => {
    if ((body as { fail?: string } | null)?.fail)
      throw Object.assign(new Error('refused'), { statusCode: 422 });
    return JSON.stringify({ way, body });
  };
  app.post('/', {
    preParsing: plainJsonBody((request, reply) => {
      const json = answer('plain', request.body);
      if ((request.body as { later?: boolean } | null)?.later) return Promise.resolve(json);
      void reply.send(json);
      return undefined;
    }),
    handler: async (request) => answer('ordinary', request.body),
  });
  await app.ready();
});
afterAll(() => app.close());

async function post(
  payload: string,
  headers: Record<string, string> = {},
  more: InjectOptions = {},
): Promise<[number, unknown]> {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/',
    payload,
    headers: { 'content-type': 'application/json', ...headers },
    ...more,
  });
  return [statusCode, JSON.parse(body)];
}

describe('plainJsonBody', () => {
  it.each(['{"name":"ä 🚀"}', '{"later":true}', '[1]', 'null', '"text"'])(
    'serves %s itself',
    async (text) => {
      expect(await post(text)).toEqual([200, { way: 'plain', body: JSON.parse(text) }]);
    },
  );

  it('serves a body that names its charset', async () => {
    expect(await post('{"a":1}', { 'content-type': 'application/json; charset=utf-8' })).toEqual([
      200,
      { way: 'plain', body: { a: 1 } },
    ]);
  });

  it.each([
    ['an escape', '{"name":"\\u00e4"}'],
    ['a key of prototypes in a text', '{"name":"__proto__"}'],
    ['a long body', JSON.stringify({ name: 'x'.repeat(70_000) })],
  ])('leaves %s to the ordinary way, whole', async (_what, text) => {
    expect(await post(text)).toEqual([200, { way: 'ordinary', body: JSON.parse(text) }]);
  });

  it('leaves a body of unknown length to the ordinary way', async () => {
    const payload = Readable.from(['{"a"', ':1}']);
    const { body } = await app.inject({
      method: 'POST',
      url: '/',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(body)).toEqual({ way: 'ordinary', body: { a: 1 } });
  });

  it.each([
    ['half a document', '{"a":', {}, 400],
    ['a key of prototypes', '{"__proto__":{"a":1}}', {}, 400],
    ['another type', '{"a":1}', { 'content-type': 'text/csv' }, 415],
    ['too much', JSON.stringify({ a: 'x'.repeat(LIMIT) }), {}, 413],
  ])('leaves the refusal of %s to the ordinary way', async (_what, text, headers, status) => {
    expect((await post(text, headers))[0]).toBe(status);
  });

  it('hands an error to the error handler', async () => {
    expect((await post('{"fail":"now"}'))[0]).toBe(422);
  });
});
