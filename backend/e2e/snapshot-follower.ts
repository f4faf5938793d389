import type { SnapshotPrompt } from '@prompt-registry/resolver';
import type { Caller, Json } from './harness';

export interface ChangeEvent {
  readonly id: string;
  readonly revision: number;
  readonly previous: number;
  readonly etag: string;
  readonly prompts?: readonly SnapshotPrompt[];
  /** When it was read, on the clock of `performance.now()`. */
  readonly at: number;
}

/** Follows the stream of changes the way a client library would, sharing no code with one. */
export class SnapshotFollower {
  readonly changes: ChangeEvent[] = [];
  hello: { readonly revision: number; readonly etag: string } | null = null;
  comments = 0;
  /** When the stream has ended, in whatever way. */
  readonly ended: Promise<void>;
  private wake: () => void = () => undefined;

  private constructor(private readonly response: Response) {
    this.ended = this.read().catch(() => undefined); // cut off
  }

  /** Resolves when `hello` has come. */
  static async open(caller: Caller, names: readonly string[] = []): Promise<SnapshotFollower> {
    const query = names.map((name) => `names=${encodeURIComponent(name)}`).join('&');
    const response = await caller.open(`/api/v1/snapshot/events${query && `?${query}`}`);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    const follower = new SnapshotFollower(response);
    await follower.until(() => follower.hello !== null);
    return follower;
  }

  get headers(): Headers {
    return this.response.headers;
  }

  /** The first change that satisfies; the test's own time limit ends a vain wait. */
  async change(wanted: (change: ChangeEvent) => boolean = () => true): Promise<ChangeEvent> {
    await this.until(() => this.changes.some(wanted));
    return this.changes.find(wanted) as ChangeEvent;
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() as string;
      for (const event of events) this.take(event);
      this.wake();
    }
  }

  private take(event: string): void {
    if (event.startsWith(':')) this.comments += 1;
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1] ?? '';
    if (field('event') === 'hello') this.hello = JSON.parse(field('data'));
    if (field('event') === 'change')
      this.changes.push({
        id: field('id'),
        ...(JSON.parse(field('data')) as Omit<ChangeEvent, 'id' | 'at'>),
        at: performance.now(),
      });
  }
}

/** A snapshot after a change, by the rule of the contract: the prompts take the place of those with their ids. */
export function applyChange(snapshot: Json, { revision, previous, prompts }: ChangeEvent): Json {
  if (snapshot.revision !== previous)
    throw new Error(`A change of ${previous} does not fit on ${snapshot.revision}`);
  if (!prompts) throw new Error('The change must be fetched');
  const byId = new Map<string, SnapshotPrompt>(
    snapshot.prompts.map((prompt: SnapshotPrompt) => [prompt.id, prompt]),
  );
  for (const prompt of prompts) byId.set(prompt.id, prompt);
  return { ...snapshot, revision, prompts: [...byId.values()] };
}

/** What of a snapshot must be equal: everything but the order of its prompts and the moment it was put together. */
export function comparable({ createdAt: _, prompts, ...rest }: Json): Json {
  return {
    ...rest,
    prompts: [...prompts].sort((a: SnapshotPrompt, b: SnapshotPrompt) => (a.id < b.id ? -1 : 1)),
  };
}
