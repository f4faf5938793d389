import { distinct, reportOn, type Identified } from './distinct-items';

const items = (...given: Array<[id: string, digest: string]>): Identified[] =>
  given.map(([id, digest], index) => ({ id, digest, index }));

describe('distinct', () => {
  it('keeps the first of each id, in the order of the ids', () => {
    const { rows, repeats, rejected } = distinct(
      items(['b', '1'], ['a', '1'], ['b', '1'], ['a', '2'], ['b', '2']),
    );
    expect(rows.map(({ index }) => index)).toEqual([1, 0]);
    expect(repeats.map(({ index }) => index)).toEqual([2]);
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [3, 'ID_CONFLICT'],
      [4, 'ID_CONFLICT'],
    ]);
  });
});

describe('reportOn', () => {
  const batch = distinct(items(['a', '1'], ['b', '1'], ['a', '1'], ['b', '1'], ['c', '1']));
  const summary = (accepted: number, conflicting: string[]) => {
    const conflicts = batch.rows.filter(({ id }) => conflicting.includes(id));
    const report = reportOn(batch, { accepted, flagged: 0, conflicts });
    return [report.accepted, report.duplicates, report.rejected.map(({ index }) => index)];
  };

  it.each([
    [3, [], [3, 2, []]],
    [0, [], [0, 5, []]],
    [2, ['b'], [2, 1, [1, 3]]],
    [0, ['a', 'b', 'c'], [0, 0, [0, 1, 4, 2, 3]]],
  ])('with %i stored and %j taken by others', (accepted, conflicting, expected) => {
    expect(summary(accepted, conflicting)).toEqual(expected);
  });
});
