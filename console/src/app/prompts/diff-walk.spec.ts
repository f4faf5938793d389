import { placeOf, stepped } from './diff-walk';

describe('walking through changes', () => {
  it('finds a change in its block, past blocks that have none', () => {
    expect([0, 1, 2, 3].map((number) => placeOf([2, 0, 1], number))).toEqual([
      { block: 0, stop: 0 },
      { block: 0, stop: 1 },
      { block: 2, stop: 0 },
      null,
    ]);
    expect(placeOf([], 0)).toBeNull();
  });

  it('begins at an end and goes round', () => {
    expect([stepped(null, 3, 1), stepped(null, 3, -1), stepped(2, 3, 1), stepped(0, 3, -1)]).toEqual([
      0, 2, 0, 2,
    ]);
    expect(stepped(null, 0, 1)).toBeNull();
  });
});
