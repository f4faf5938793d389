import { FakeClock, settle } from '../testing/fake-clock';
import { BatchQueue, MAX_BATCH, type QueueOptions } from './batch-queue';
import type { RejectedItem } from './contract';
import { Notifier } from './notifier';
import { ServerError, type PromptRegistryError } from './registry-errors';

interface Item {
  readonly id: string;
}

function setUp(options: Partial<QueueOptions<Item>> = {}) {
  const clock = new FakeClock();
  const errors: PromptRegistryError[] = [];
  const batches: Array<readonly Item[]> = [];
  const server = { answer: (items: readonly Item[]): readonly RejectedItem[] => (batches.push(items), []) };
  const queue = new BatchQueue<Item>({
    what: 'traces',
    send: async (items) => server.answer(items),
    clock,
    random: () => 0.5,
    notifier: new Notifier({ onError: (error) => errors.push(error), onChange: undefined }),
    backoff: { baseMs: 1_000, capMs: 30_000 },
    capacity: 10_000,
    lingerMs: 1_000,
    refusedRetryMs: 60_000,
    ...options,
  });
  const add = (count: number, from = 0): void => {
    for (let i = from; i < from + count; i++) queue.add({ id: `i${i}` });
  };
  return { clock, errors, batches, server, queue, add, stored: () => batches.flat().map(({ id }) => id) };
}

describe('BatchQueue', () => {
  it('sends in order, in batches of at most 500', async () => {
    const { clock, queue, batches, add, stored } = setUp();
    add(1_200);
    expect(batches).toEqual([]);
    await clock.advance(1_000);
    expect(batches.map(({ length }) => length)).toEqual([MAX_BATCH, MAX_BATCH]);
    await clock.advance(1_000);
    expect(stored()).toEqual(Array.from({ length: 1_200 }, (_, i) => `i${i}`));
    expect(queue.size).toBe(0);
  });

  it('drops the newest beyond its capacity, and counts exactly (C10)', async () => {
    const { clock, queue, server, add, stored, errors } = setUp({ capacity: 100 });
    const { answer } = server;
    server.answer = () => {
      throw new ServerError('CONNECTION_FAILED', 'down');
    };
    for (let i = 0; i < 6_000; i++) {
      add(1, i);
      await (i % 100 === 0 ? clock.advance(10_000) : undefined);
    }
    expect([queue.size, queue.dropped]).toEqual([100, 5_900]);
    expect(errors.filter(({ code }) => code === 'ITEMS_DROPPED')).toHaveLength(6);
    server.answer = answer;
    await clock.advance(60_000);
    expect(stored()).toEqual(Array.from({ length: 100 }, (_, i) => `i${i}`));
  });

  it('backs off as the server asks, and sends the same items again', async () => {
    const { clock, queue, server, add, batches } = setUp();
    const times: number[] = [];
    const start = clock.now();
    const { answer } = server;
    server.answer = () => {
      times.push(clock.now() - start);
      throw new ServerError('HTTP_STATUS', 'busy', {
        status: 503,
        retryAfterMs: times.length === 1 ? 7_000 : null,
      });
    };
    add(3);
    await clock.advance(20_000);
    // 1 s linger; 7 s + 0.5 s; 1 s; 2 s; 4 s
    expect(times).toEqual([1_000, 8_500, 9_500, 11_500, 15_500]);
    server.answer = answer;
    await clock.advance(30_000);
    expect(batches).toEqual([[{ id: 'i0' }, { id: 'i1' }, { id: 'i2' }]]);
    expect(queue.size).toBe(0);
  });

  it('halves a batch that is refused as a whole until the item at fault stands alone', async () => {
    const { clock, queue, server, add, stored, errors } = setUp();
    const { answer } = server;
    server.answer = (items) => {
      if (items.some(({ id }) => id === 'i37'))
        throw new ServerError('HTTP_STATUS', 'bad item', { status: 422 });
      return answer(items);
    };
    add(100);
    await clock.advance(120_000);
    expect(stored()).toEqual(Array.from({ length: 100 }, (_, i) => `i${i}`).filter((id) => id !== 'i37'));
    expect(errors).toMatchObject([
      { code: 'ITEM_REJECTED', message: expect.stringContaining('i37') as string },
    ]);
    expect(queue.size).toBe(0);
  });

  it('keeps quiet and keeps its items while the endpoint is not there', async () => {
    const { clock, queue, server, add, errors } = setUp();
    let attempts = 0;
    server.answer = () => {
      attempts += 1;
      throw new ServerError('HTTP_STATUS', 'none', { status: 404 });
    };
    add(5);
    await clock.advance(600_000);
    expect([queue.size, errors.length]).toEqual([5, 0]);
    expect(attempts).toBeLessThanOrEqual(10);
  });

  it('sends what waits when it closes, and takes nothing afterwards', async () => {
    const { queue, add, stored } = setUp();
    add(1_700);
    expect(await queue.close(2_000)).toBe(0);
    expect(stored()).toHaveLength(1_700);
    expect(queue.add({ id: 'late' })).toBe(false);
  });

  it('closes in time when the server does not answer, and says what is left', async () => {
    const { clock, queue, add } = setUp({ send: () => new Promise(() => undefined) });
    add(7);
    const closed = queue.close(2_000);
    let left: number | null = null;
    void closed.then((count) => (left = count));
    await clock.advance(1_999);
    expect(left).toBeNull();
    await clock.advance(1);
    expect(left).toBe(7);
  });

  it('does not try for the whole deadline when the server refuses', async () => {
    const { queue, server, add } = setUp();
    server.answer = () => {
      throw new ServerError('CONNECTION_FAILED', 'down');
    };
    add(3);
    const closed = queue.close(2_000);
    await settle();
    expect(await closed).toBe(3);
  });
});
