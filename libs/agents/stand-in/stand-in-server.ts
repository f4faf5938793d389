import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo } from './answer';
import { readChatRequest, type ChatRequest } from './chat-request';
import { countTokens, firstTokens } from './tokens';

/** How the stand-in behaves. @example { seed: '7', firstTokenMs: 25, tokenMs: 0.3 } */
export interface StandInOptions {
  /** Another seed has other noise. */
  readonly seed?: string;
  /** Until it begins to answer, and for every token of the answer. */
  readonly firstTokenMs?: number;
  readonly tokenMs?: number;
  /** Every so many requests it answers 503; 0 = never. */
  readonly failEvery?: number;
}

/** The name of the model it claims to be. */
export const STAND_IN_MODEL = 'stand-in-llm';
const PATH = '/v1/chat/completions';
const MOST_BYTES = 4_194_304;

/**
 * A stand-in for a language model, for tests and the demonstration: it speaks the protocol of `POST /v1/chat/completions` and
 * has no idea of anything. All it knows is the body of the request; its answers are better where the wording is.
 *
 * @example const standIn = new StandInServer({ seed: '7' }); const baseUrl = await standIn.listen();
 */
export class StandInServer {
  private readonly server: Server;
  private readonly settings: Required<StandInOptions>;
  private requests = 0;

  constructor(options: StandInOptions = {}) {
    this.settings = { seed: '', firstTokenMs: 0, tokenMs: 0, failEvery: 0, ...options };
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** How many requests came. */
  get requestCount(): number {
    return this.requests;
  }

  /** Answers the base URL for a client. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === null) return void response.destroy();
    this.requests += 1;
    if (request.method !== 'POST' || request.url !== PATH)
      return refuse(response, 404, `There is only POST ${PATH}`);
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ''))
      return refuse(response, 401, 'An API key is needed; any will do');
    const { failEvery } = this.settings;
    if (failEvery > 0 && this.requests % failEvery === 0)
      return refuse(response, 503, 'The stand-in was told to fail now and then');
    const chat = readChatRequest(body);
    if (!chat) return refuse(response, 400, 'model and messages are needed');
    this.complete(chat, response);
  }

  private complete({ model, messages, mostTokens }: ChatRequest, response: ServerResponse): void {
    const { seed, firstTokenMs, tokenMs } = this.settings;
    const whole = answerTo(messages, seed);
    const content = mostTokens === null ? whole : firstTokens(whole, mostTokens);
    const prompt = messages.reduce((sum, message) => sum + countTokens(message.content), 0);
    const completion = countTokens(content);
    const answer = {
      id: `chatcmpl-stand-in-${this.requests}`,
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1_000),
      model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content, refusal: null },
          logprobs: null,
          finish_reason: content === whole ? 'stop' : 'length',
        },
      ],
      usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    };
    setTimeout(() => send(response, 200, answer), firstTokenMs + tokenMs * completion);
  }
}

/** Null when it is too long or does not end. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) return null;
      chunks.push(chunk);
    }
  } catch {
    return null; // whoever sent it is gone
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { error: { message, type: 'stand_in', param: null, code: null } });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
