import { FakeClock } from '../testing/fake-clock';
import { BatchQueue } from './batch-queue';
import { Notifier } from './notifier';
import { ServerError, type PromptRegistryError } from './registry-errors';

interface Item {
  readonly id: string;
}

const MINUTE_MS = 60_000;

/** Small and repeatable (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A queue before a server that stores by id, and may fail before it stores or after. */
function setUp({ capacity = 10_000, random = (): number => 0.5 } = {}) {
  const clock = new FakeClock();
  const errors: PromptRegistryError[] = [];
  const stored = new Map<string, number>();
  const server = {
    requests: 0,
    before: (): void => undefined,
    after: (): void => undefined,
  };
  const queue = new BatchQueue<Item>({
    what: 'traces',
    send: async (items) => {
      server.requests += 1;
      server.before();
      for (const { id } of items) stored.set(id, (stored.get(id) ?? 0) + 1);
      server.after();
      return [];
    },
    clock,
    random,
    notifier: new Notifier({ onError: (error) => errors.push(error), onChange: undefined }),
    backoff: { baseMs: 1_000, capMs: 30_000 },
    capacity,
    lingerMs: 1_000,
    refusedRetryMs: 60_000,
  });
  return { clock, errors, stored, server, queue };
}

const down = (): never => {
  throw new ServerError('CONNECTION_FAILED', 'down');
};

describe('a server that is down (C10)', () => {
  it('for ten minutes: memory is bounded, what is dropped is counted, the rest is stored once', async () => {
    const { clock, errors, stored, server, queue } = setUp();
    server.before = down;
    const taken: string[] = [];
    let most = 0;
    for (let i = 0; i < 15_000; i++) {
      if (queue.add({ id: `i${i}` })) taken.push(`i${i}`);
      if (i % 25 === 0) await clock.advance(1_000); // 25 a second
      most = Math.max(most, queue.size);
    }
    expect([most, queue.size, queue.dropped]).toEqual([10_000, 10_000, 5_000]);
    expect(errors.filter(({ code }) => code === 'ITEMS_DROPPED')).toHaveLength(5);
    // 1 + 2 + 4 + … s, then one in 15 s on average: nobody is hammered while he is ill.
    expect(server.requests).toBeLessThan(60);
    server.before = () => undefined;
    await clock.advance(MINUTE_MS);
    expect([...stored.keys()]).toEqual(taken);
    expect([...stored.values()].every((times) => times === 1)).toBe(true);
    expect([queue.size, queue.dropped]).toEqual([0, 5_000]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'and up at random, losing requests and answers: made = stored + dropped + waiting, always (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const { clock, stored, server, queue } = setUp({ capacity: 300, random });
      let broken = 0;
      const fault = (): void => {
        if (random() < broken)
          throw new ServerError(random() < 0.5 ? 'TIMEOUT' : 'HTTP_STATUS', 'ill', {
            status: random() < 0.5 ? 503 : 429,
            retryAfterMs: random() < 0.3 ? random() * 20_000 : null,
          });
      };
      server.before = fault;
      server.after = fault;
      let made = 0;
      const taken = new Set<string>();
      for (let second = 0; second < 600; second++) {
        if (second % 60 === 0) broken = [0, 0.3, 0.9, 1][Math.floor(random() * 4)] ?? 0;
        for (let n = Math.floor(random() * 20); n > 0; n--) {
          const id = `i${made}`;
          made += 1;
          if (queue.add({ id })) taken.add(id);
        }
        await clock.advance(1_000);
        expect(queue.size).toBeLessThanOrEqual(300);
        expect(taken.size + queue.dropped).toBe(made);
      }
      broken = 0;
      await clock.advance(10 * MINUTE_MS);
      expect(queue.size).toBe(0);
      // At least once on the wire, once in the store, nothing that was dropped, nothing missing.
      expect([...stored.keys()].sort()).toEqual([...taken].sort());
      expect([...stored.values()].some((times) => times > 1)).toBe(true);
    },
  );

  it('when the agent ends: what is left is counted and said', async () => {
    const { errors, server, queue } = setUp({ capacity: 50 });
    server.before = down;
    for (let i = 0; i < 60; i++) queue.add({ id: `i${i}` });
    expect(await queue.close(2_000)).toBe(50);
    expect(queue.add({ id: 'late' })).toBe(false);
    expect([queue.size, queue.dropped]).toEqual([0, 61]);
    expect(errors.at(-1)).toMatchObject({
      code: 'ITEMS_DROPPED',
      message: '50 of the traces could not be delivered before the end',
    });
  });
});
