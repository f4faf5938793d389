import {
  compareParams,
  defaultLeft,
  pickedSides,
  previousOf,
  runningVersion,
  sidesFrom,
  timelineParams,
} from './diff-sides';

const place = (label: string, version: number) => ({ label, version, updatedAt: '', updatedBy: '' });
const prompt = {
  labels: [place('staging', 6), place('production', 4)],
  serves: 'staging',
  servedVersion: 6,
  latestVersion: 7,
};
const bare = { labels: [], serves: 'latest', servedVersion: 7, latestVersion: 7 };

describe('the sides of a comparison', () => {
  it('compares with production, or with what is served where there is none', () => {
    expect(runningVersion(prompt)).toEqual({ version: 4, word: 'production' });
    expect(runningVersion({ ...prompt, labels: [] })).toEqual({ version: 6, word: 'staging' });
    expect(defaultLeft(prompt, 7)).toBe(4);
    expect(defaultLeft(bare, 3)).toBe(7);
  });

  it('compares what runs itself with the version before it', () => {
    expect(defaultLeft(prompt, 4)).toBe(3);
    expect(defaultLeft(bare, 7)).toBe(6);
    expect([previousOf(bare, 1), previousOf({ latestVersion: 1 }, 1)]).toEqual([2, 1]);
  });

  it('takes from the URL what it says, and chooses the rest', () => {
    expect(sidesFrom(prompt, 3, 5, 7)).toEqual({ left: 3, right: 5 });
    expect(sidesFrom(prompt, null, null, 7)).toEqual({ left: 4, right: 7 });
    expect(sidesFrom(prompt, null, 4, 7)).toEqual({ left: 3, right: 4 });
    expect(compareParams({ left: 3, right: 5 })).toEqual({ tab: 'diff', left: 3, right: 5, version: null });
  });

  it('puts the older of two picked versions on the left', () => {
    expect([pickedSides(2, 5), pickedSides(5, 2)]).toEqual(Array(2).fill({ left: 2, right: 5 }));
  });

  it('lets the timeline choose the right side while two versions are compared', () => {
    expect(timelineParams(5, null)).toEqual({ version: 5, left: null, right: null });
    expect(timelineParams(5, { left: 3, right: 7 })).toEqual({ version: null, left: 3, right: 5 });
    expect(timelineParams(3, { left: 3, right: 7 })).toEqual({ version: null, left: null, right: 3 });
  });
});
