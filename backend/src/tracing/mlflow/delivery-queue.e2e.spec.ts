import { DataSource } from 'typeorm';
import { startServer, type TestServer } from '../../../e2e/harness';
import { CLAIM, DeliveryQueueQuery, type Claim } from './delivery-queue.query';

const NOW = new Date('2026-05-01T12:00:00Z');
const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

interface Entry {
  readonly topic?: string;
  readonly key: string;
  readonly reference: string;
  readonly attempts?: number;
  readonly dueAt?: Date;
  readonly claimedUntil?: Date;
  readonly deadAt?: Date;
}

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How many rows the nodes of a plan touched, those that they passed on and those that they did not. */
function touched(node: PlanNode): number {
  const rows = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
  return rows * node['Actual Loops'] + (node.Plans ?? []).reduce((sum, plan) => sum + touched(plan), 0);
}

describe('the queue of deliveries', () => {
  let server: TestServer;
  let queue: DeliveryQueueQuery;

  beforeAll(async () => {
    server = await startServer();
    const { app } = server;
    queue = app.get(DeliveryQueueQuery);
  });
  afterAll(() => server.stop());
  beforeEach(() => server.sql('TRUNCATE outbox'));

  const add = async (...entries: readonly Entry[]): Promise<void> => {
    for (const { topic = 'outcome', key, reference, attempts = 0, dueAt = NOW, ...more } of entries)
      await server.sql(
        `INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts, claimed_until, dead_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [topic, key, reference, NOW, dueAt, attempts, more.claimedUntil ?? null, more.deadAt ?? null],
      );
  };
  const claim = (now = NOW, limit = 32, probing = false): Promise<Claim[]> =>
    queue.claim({ now, until: new Date(now.getTime() + 60_000), limit, probing });
  const claimed = async (...of: Parameters<typeof claim>) =>
    (await claim(...of)).map(({ reference }) => reference);
  const only = async (now?: Date): Promise<Claim> => {
    const [found, ...others] = await claim(now);
    if (!found || others.length > 0) throw new Error('Not one');
    return found;
  };
  const rows = () => server.sql('SELECT attempts, claimed_until, due_at, dead_at FROM outbox ORDER BY id');

  it('hands out the first of each key, the next ones when it is gone', async () => {
    await add(
      { key: 'a', reference: 'a1' },
      { key: 'a', reference: 'a2' },
      { key: 'b', reference: 'b1' },
      { key: 'a', reference: 'a3' },
    );
    const [first, other] = await claim();
    expect([first?.reference, other?.reference]).toEqual(['a1', 'b1']);
    expect(await claim()).toEqual([]);
    if (first) await queue.remove(first);
    expect(await claimed()).toEqual(['a2']);
    expect(await claimed()).toEqual([]);
  });

  it('hands out a trace before its outcomes, whatever arrived first', async () => {
    await add(
      { key: 't', reference: 'o1' },
      { key: 't', reference: 'o2' },
      { topic: 'trace', key: 't', reference: 'trace' },
      { key: 't', reference: 'o3' },
    );
    const trace = await only();
    expect(trace.reference).toBe('trace');
    await queue.remove(trace);
    for (const next of ['o1', 'o2', 'o3']) {
      const outcome = await only();
      expect(outcome.reference).toBe(next);
      await queue.remove(outcome);
    }
  });

  it('hands out nothing of a key that somebody is at, until the claim ends', async () => {
    await add(
      { key: 't', reference: 'o1', claimedUntil: after(30) },
      { topic: 'trace', key: 't', reference: 'trace' },
      { key: 'u', reference: 'u1' },
      { key: 'u', reference: 'u2', claimedUntil: after(30) },
    );
    expect(await claimed()).toEqual([]);
    expect(await claimed(after(31))).toEqual(['trace', 'u1']);
  });

  it('does not let what is dead, or not due, be overtaken by accident', async () => {
    await add(
      { key: 'a', reference: 'dead', deadAt: NOW },
      { key: 'a', reference: 'alive' },
      { topic: 'trace', key: 't', reference: 'dead trace', deadAt: NOW },
      { key: 't', reference: 'its outcome' },
      { key: 'w', reference: 'waits', dueAt: after(5) },
      { key: 'w', reference: 'behind it' },
      { topic: 'trace', key: 'x', reference: 'trace waits', dueAt: after(5) },
      { key: 'x', reference: 'behind that' },
    );
    expect(await claimed()).toEqual(['alive', 'its outcome']);
    expect(await claimed(after(6))).toEqual(['waits', 'trace waits']);
  });

  it('goes by when entries are due, and probes with what has not failed', async () => {
    await add(
      { key: 'a', reference: 'later', dueAt: after(2) },
      { key: 'b', reference: 'failed', attempts: 9, dueAt: after(0) },
      { key: 'c', reference: 'sooner', dueAt: after(1) },
    );
    expect(await claimed(after(9), 1, true)).toEqual(['sooner']);
    expect(await claimed(after(9), 1)).toEqual(['failed']);
    expect(await claimed(after(9), 1, true)).toEqual(['later']);
  });

  describe('when a claim has become another worker’s', () => {
    let mine: Claim;
    let theirs: Claim;
    beforeEach(async () => {
      await add({ key: 'a', reference: 'a1' });
      mine = await only();
      theirs = await only(after(61));
    });

    it.each<[string, (claim: Claim) => Promise<void>]>([
      ['postpone', (held) => queue.postpone(held, after(100), 'late')],
      ['retry', (held) => queue.retry(held, after(100), 'late')],
      ['bury', (held) => queue.bury(held, after(100), 'late')],
      ['remove', (held) => queue.remove(held)],
      ['renew', (held) => queue.renew([held], after(900))],
    ])('the first one cannot %s it any more, the second can', async (_, end) => {
      const before = await rows();
      expect(before).toMatchObject([{ attempts: 2 }]);
      await end(mine);
      expect(await rows()).toEqual(before);
      await end(theirs);
      expect(await rows()).not.toEqual(before);
    });

    it('not even after the second gave it back and a third took it', async () => {
      await queue.postpone(theirs, after(61), null);
      const third = await only(after(62));
      const before = await rows();
      await queue.postpone(mine, after(100), null);
      await queue.remove(theirs);
      expect(await rows()).toEqual(before);
      await queue.remove(third);
      expect(await rows()).toEqual([]);
    });
  });

  it('knows a claim by its renewals, also one that is under way', async () => {
    await add({ key: 'a', reference: 'a1' });
    const held = await only();
    await queue.renew([held], after(80));
    await queue.renew([held], after(100));
    expect(await claim(after(99))).toEqual([]);
    held.ends.push(after(120)); // has not got there yet
    await queue.retry(held, after(5), 'no');
    expect(await rows()).toMatchObject([{ attempts: 1, claimed_until: null, due_at: after(5) }]);
  });

  describe.each<[string, string]>([
    ['traces', `SELECT 'trace', 'k' || i FROM generate_series(1, 15000) i`],
    [
      'outcomes after their traces',
      `SELECT CASE i % 3 WHEN 0 THEN 'trace' ELSE 'outcome' END, 'k' || i / 3 FROM generate_series(0, 14999) i`,
    ],
    ['outcomes of one trace', `SELECT 'outcome', 'k' FROM generate_series(1, 15000)`],
  ])('with a backlog of 15,000 %s and no statistics', (_, entries) => {
    it('reads a few rows an entry at most, not the backlog for each', async () => {
      await server.sql(
        `INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts)
         SELECT topic, key, 'r', $1, $1, 0 FROM (${entries}) AS entry (topic, key)`,
        [NOW],
      );
      // By itself PostgreSQL may be quicker than the test.
      await server.sql(`DELETE FROM pg_statistic WHERE starelid = 'outbox'::regclass`).catch(() => undefined);
      const [row] = await server.app
        .get(DataSource)
        .query<Array<{ 'QUERY PLAN': Array<{ Plan: PlanNode }> }>>(
          `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${CLAIM}`,
          [after(1), after(61), 32, 99],
        );
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      if (!plan) throw new Error('No plan');
      expect(touched(plan)).toBeLessThan(15_000 * 12);
    });
  });
});
