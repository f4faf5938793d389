import { request as httpRequest } from 'node:http';
import { OpenAiModel } from '../src/openai-model';
import { ModelError } from '../src/model-error';
import { StandInServer, type StandInOptions } from './stand-in-server';

const MESSAGES = [
  {
    role: 'system' as const,
    content: 'Analyse.\n<data>\na.b | mean | 3 kWh | 2026-01 | before 2 kWh\n</data>',
  },
  { role: 'user' as const, content: 'Go.' },
];

describe('the stand-in for a language model', () => {
  const open: StandInServer[] = [];
  const listen = async (options: StandInOptions = {}) => {
    const server = new StandInServer(options);
    open.push(server);
    return { server, baseUrl: await server.listen() };
  };
  const model = (baseUrl: string, retries = 0) =>
    new OpenAiModel({ baseUrl, apiKey: 'k', model: 'm', retries, prices: { input: 1, output: 2 } });
  afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

  it('speaks the protocol of chat completions, with usage', async () => {
    const { baseUrl } = await listen();
    const answer = await model(baseUrl).complete({ messages: MESSAGES });
    expect(JSON.parse(answer.text)).toHaveProperty('insights');
    expect(answer.model).toBe('m');
    expect(answer.inputTokens).toBeGreaterThan(10);
    expect(answer.cost).toBeCloseTo((answer.inputTokens + 2 * answer.outputTokens) / 1e6, 12);
  });

  it('says the same to the same messages, whoever asks, and something else with another seed', async () => {
    const say = async (options: StandInOptions, headers: Record<string, string> = {}) => {
      const { baseUrl } = await listen(options);
      return post(`${baseUrl}/chat/completions`, { model: 'm', messages: MESSAGES }, headers);
    };
    const first = await say({ seed: '1' });
    expect(await say({ seed: '1' }, { 'x-prompt-version': '2', 'user-agent': 'other' })).toBe(first);
    expect(await say({ seed: '2' })).not.toBe(first);
  });

  it('takes its time, and cuts what is too long', async () => {
    const { baseUrl } = await listen({ firstTokenMs: 60 });
    const beganAt = performance.now();
    const { outputTokens } = await model(baseUrl).complete({ messages: MESSAGES, maxOutputTokens: 5 });
    expect(performance.now() - beganAt).toBeGreaterThan(55);
    expect(outputTokens).toBe(5);
  });

  it('fails now and then when it is told to, and the client tries again', async () => {
    const { server, baseUrl } = await listen({ failEvery: 2 });
    await model(baseUrl).complete({ messages: MESSAGES });
    await expect(model(baseUrl).complete({ messages: MESSAGES })).rejects.toThrow(ModelError);
    await model(baseUrl).complete({ messages: MESSAGES });
    await model(baseUrl, 1).complete({ messages: MESSAGES });
    expect(server.requestCount).toBe(5);
  });

  it.each([
    [404, '/embeddings', { model: 'm', messages: MESSAGES }],
    [400, '/chat/completions', { model: 'm' }],
    [400, '/chat/completions', { model: 'm', messages: [{ role: 'user' }] }],
  ])('refuses with %i: %s', async (status, path, body) => {
    const { baseUrl } = await listen();
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    expect((await response.json()) as object).toHaveProperty('error.message');
  });
});

/** With headers of our own; answers what was said. */
function post(url: string, body: object, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { authorization: 'Bearer k', ...headers } });
    request.on('error', reject).on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve(
        (JSON.parse(text) as { choices: [{ message: { content: string } }] }).choices[0].message.content,
      );
    });
    request.end(JSON.stringify(body));
  });
}
