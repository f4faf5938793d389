import { type TrialOfPrompt, trialProgress, usesByVersion } from './prompt-page-trial';

const now = new Date('2026-03-10T12:00:00Z');

describe('trialProgress', () => {
  it.each([
    ['2026-03-10T11:00:00Z', 3.2, 'day 1 of ~4'],
    ['2026-03-08T11:00:00Z', 3.2, 'day 3 of ~6'],
    ['2026-03-08T11:00:00Z', null, 'day 3'],
    ['2026-03-08T11:00:00Z', 0, 'day 3 of ~3'],
    ['2026-03-11T11:00:00Z', null, 'day 1'], // a clock that is a little wrong
  ])('of one begun at %s with %p days left is "%s"', (startAt, daysLeft, words) =>
    expect(trialProgress(startAt, daysLeft, now)).toBe(words),
  );

  it('says nothing of one that has not begun', () => expect(trialProgress(null, 3, now)).toBeNull());
});

describe('usesByVersion', () => {
  const trial = (
    name: string,
    status: TrialOfPrompt['status'],
    versions: readonly number[],
  ): TrialOfPrompt => ({
    id: name,
    name,
    status,
    trafficShare: 1,
    startAt: null,
    variants: versions.map((version) => ({ name: `v${version}`, version })),
  });

  it('gives each version its letter, what is live first, and leaves drafts out', () => {
    const uses = usesByVersion([
      trial('next', 'draft', [8, 9]),
      trial('done', 'completed', [6, 8]),
      trial('now', 'running', [7, 8]),
    ]);
    expect([...uses.keys()].sort()).toEqual([6, 7, 8]);
    expect(uses.get(8)?.map(({ experiment, letter, isLive }) => [experiment, letter, isLive])).toEqual([
      ['now', 'B', true],
      ['done', 'B', false],
    ]);
    expect(uses.get(7)?.[0]?.letter).toBe('A');
  });
});
