import { readBatch, reportOf } from './batch-input';
import { ItemRefusal } from './ingest-report';

const even = (item: unknown): number => {
  const { n } = item as { n: number };
  if (n % 2 === 1) throw new ItemRefusal('OUT_OF_RANGE', 'n', 'must be even');
  return n;
};
const batchOf = (count: number) => ({
  items: Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, n })),
});

describe('readBatch', () => {
  it('reads what it can, and says where the rest was', async () => {
    const { items, places, rejected } = await readBatch(batchOf(5), 'items', even);
    expect([items, places]).toEqual([
      [0, 2, 4],
      [0, 2, 4],
    ]);
    expect(rejected).toEqual(
      [1, 3].map((index) => ({
        index,
        id: `id-${index}`,
        code: 'OUT_OF_RANGE',
        message: 'n: must be even',
        field: 'n',
      })),
    );
  });

  it('lets others have a turn', async () => {
    let done = false;
    const reading = readBatch(batchOf(5_000), 'items', even).then(() => (done = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    await reading;
  });

  it('does not take a bug for a refusal', async () => {
    await expect(readBatch({ items: [null] }, 'items', even)).rejects.toThrow(TypeError);
  });
});

describe('reportOf', () => {
  it('finds the places of the batch, in their order', async () => {
    const batch = await readBatch(batchOf(5), 'items', even);
    const later = { index: 1, id: 'id-2', code: 'ID_CONFLICT' as const, message: 'x' };
    const report = reportOf(batch, { accepted: 2, duplicates: 0, flagged: 1, rejected: [later] });
    expect(report.rejected.map(({ index, id }) => [index, id])).toEqual([
      [1, 'id-1'],
      [2, 'id-2'],
      [3, 'id-3'],
    ]);
  });
});
