import { eventWords, historyEvents, type LabelMove } from './history-events';

const version = (number: number, createdAt: string, restoredFrom: number | null = null) => ({
  version: number,
  author: 'ada',
  message: `why ${number}`,
  createdAt,
  restoredFrom,
  parentVersion: null,
  contentHash: '',
  labels: [],
});
const move = (at: string, fromVersion: number | null, toVersion: number | null): LabelMove => ({
  label: 'production',
  fromVersion,
  toVersion,
  reason: '',
  movedBy: 'bob',
  at,
});
const versions = [version(3, '2026-03-03', 1), version(2, '2026-03-02'), version(1, '2026-03-01')];
const moves = [move('2026-03-05', 2, null), move('2026-03-04', 1, 2), move('2026-03-02', null, 1)];

describe('historyEvents', () => {
  it('tells versions and label moves in one row, newest first', () => {
    expect(historyEvents(versions, moves, true).map(eventWords)).toEqual([
      'Removed production from 2',
      'Moved production 1 → 2',
      'Brought the words of 1 back as version 3',
      'Set production to 1',
      'Saved version 2',
      'Saved version 1',
    ]);
  });

  it('does not tell of times in which moves are missing', () => {
    expect(historyEvents(versions, moves.slice(0, 2), false).map(eventWords)).toEqual([
      'Removed production from 2',
      'Moved production 1 → 2',
    ]);
    expect(historyEvents(versions, [], true)).toHaveLength(3);
  });
});
