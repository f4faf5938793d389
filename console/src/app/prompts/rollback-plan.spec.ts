import { changeWord, doneWord, lockOf, moveOf, servedAfterChange, waysBack } from './rollback-plan';

const place = (label: string, version: number) => ({ label, version, updatedAt: '', updatedBy: '' });
const labelled = {
  labels: [place('production', 11)],
  serves: 'production',
  servedVersion: 11,
  latestVersion: 12,
};
const latest = { labels: [], serves: 'latest', servedVersion: 12, latestVersion: 12 };
const free = () => null;
const words = (ways: ReturnType<typeof waysBack>) => ways.map(({ change }) => changeWord(change));

describe('rolling back', () => {
  it('moves the served label, or saves the words again', () => {
    expect(words(waysBack(labelled, 8, free))).toEqual([
      'Move production 11 → 8',
      'Save the words of 8 as version 13',
    ]);
    expect(words(waysBack(labelled, 11, free))).toEqual(['Save the words of 11 as version 13']);
    expect(words(waysBack(labelled, 12, free))).toEqual(['Move production 11 → 12']);
  });

  it('saves the words again where latest is served; the latest itself is no way back', () => {
    expect(words(waysBack(latest, 8, free))).toEqual(['Save the words of 8 as version 13']);
    expect(waysBack(latest, 12, free)).toEqual([]);
  });

  it('says who may move a protected label', () => {
    const locks = (label: string) => lockOf(label, ['production'], false);
    expect(waysBack(labelled, 8, locks)[0]?.locked).toMatch(/only an admin/);
    expect([locks('staging'), lockOf('production', ['production'], true)]).toEqual([null, null]);
  });

  it('says what it does to those who ask without a version', () => {
    const move = moveOf(labelled, 'production', 8);
    expect(servedAfterChange(labelled, move)).toEqual({
      changes: true,
      words: 'Served changes from version 11 to version 8, at once (serves production).',
    });
    expect(servedAfterChange(labelled, moveOf(labelled, 'staging', 8)).changes).toBe(false);
    const restore = waysBack(latest, 8, free)[0]?.change;
    expect(restore && servedAfterChange(latest, restore).words).toBe(
      'Served changes from version 12 to version 13, at once (serves latest).',
    );
  });

  it('speaks of a new label, and of what was done', () => {
    expect(changeWord(moveOf(labelled, 'staging', 8))).toBe('Set staging to 8');
    expect(doneWord(moveOf(labelled, 'production', 8))).toBe('Moved production 11 → 8');
  });
});
