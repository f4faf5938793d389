import type { Answer, Json, TestServer } from './harness';

/** What a resolve answers about the words it chose. */
export interface Resolved {
  readonly version: number;
  readonly content: string;
  readonly reason: string;
  readonly source: string;
  readonly experiment?: { readonly id: string; readonly name: string; readonly variant: string };
}

export const PLAN = { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.05 };
/** Versions 1 and 2, half each. */
export const HALVES = [
  { name: 'control', version: 1, share: 0.5 },
  { name: 'b', version: 2, share: 0.5 },
] as const;

export const promptPath = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
export const conversations = (count: number) => Array.from({ length: count }, (_, i) => `conversation-${i}`);
export const variantsOf = (answers: readonly Resolved[]) =>
  answers.map(({ experiment }) => experiment?.variant ?? null);
export const lastStep = (experiment: Json): Json => experiment.steps.at(-1);

/** Experiments on a test server, in few words. */
export class Trials {
  constructor(private readonly server: () => TestServer) {}

  private get admin() {
    return this.server().admin;
  }

  /** A prompt with a version of each of these words. */
  async prompt(name: string, contents: readonly string[] = ['one', 'two'], more: object = {}): Promise<void> {
    const [first, ...others] = contents;
    const made = await this.admin.post('/api/v1/prompts', { name, content: first, ...more });
    if (made.status !== 201) throw new Error(`${made.status} ${JSON.stringify(made.body)}`);
    for (const content of others) await this.publish(name, { content });
  }

  publish(name: string, body: object): Promise<Answer<Json>> {
    return this.admin.put(promptPath(name), body, { headers: { 'if-match': '*' } });
  }

  draft(name: string, more: object = {}): Promise<Answer<Json>> {
    const body = { name: 'test', variants: HALVES, plan: PLAN, ...more };
    return this.admin.post(`${promptPath(name)}/experiments`, body);
  }

  act(id: string, action: string, body: object = {}): Promise<Answer<Json>> {
    return this.admin.post(`/api/v1/experiments/${id}/${action}`, body);
  }

  update(
    name: string,
    id: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Json>> {
    return this.admin.put(`${promptPath(name)}/experiments/${id}`, body, { headers });
  }

  async get(id: string): Promise<Json> {
    return (await this.admin.get(`/api/v1/experiments/${id}`)).body;
  }

  /** An experiment that has just started. */
  async running(name: string, more: object = {}): Promise<Json> {
    const made = await this.draft(name, more);
    const started = await this.act(made.body.id, 'start');
    if (started.status !== 200) throw new Error(JSON.stringify([made.body, started.body]));
    return started.body;
  }

  async resolve(name: string, more: object = {}): Promise<Resolved> {
    return (await this.admin.post('/api/v1/resolve', { name, ...more })).body;
  }

  /** What each of these conversations gets. */
  async resolveAll(name: string, ids: readonly string[], more: object = {}): Promise<Resolved[]> {
    const answers: Resolved[] = [];
    for (let i = 0; i < ids.length; i += 100) {
      const requests = ids.slice(i, i + 100).map((conversationId) => ({ name, conversationId, ...more }));
      answers.push(...(await this.admin.post('/api/v1/resolve/batch', { requests })).body.answers);
    }
    return answers;
  }
}
