import { folderOf, foldersOnTheWay, groupByFolder, leafOf } from './folders';
import type { ListedPrompt } from './prompts-api';

const prompts = (...names: string[]) => names.map((name) => ({ name }) as ListedPrompt);
const alone = { before: false, after: false };
const shape = (names: string[]) =>
  groupByFolder(prompts(...names), alone).map((group) => [group.folder, group.prompts.length]);

describe('folders in names', () => {
  it('end at the last slash', () => {
    expect([folderOf('a/b/c'), leafOf('a/b/c')]).toEqual(['a/b', 'c']);
    expect([folderOf('plain'), leafOf('plain')]).toEqual(['', 'plain']);
  });

  it('are all on the way to a name', () => {
    expect(foldersOnTheWay('a/b/c')).toEqual(['a', 'a/b']);
    expect(foldersOnTheWay('plain')).toEqual([]);
  });
});

describe('groupByFolder', () => {
  it('keeps the server’s order and groups neighbours', () => {
    expect(shape(['architect', 'synthesizer', 'ds/a', 'DS/b', 'ds/of/c'])).toEqual([
      ['', 2],
      ['ds', 2],
      ['ds/of', 1],
    ]);
  });

  it('knows that the first and the last folder of a page may go on beyond it', () => {
    const cut = (before: boolean, after: boolean) =>
      groupByFolder(prompts('a/1', 'b/1', 'c/1'), { before, after }).map(({ isCut }) => isCut);
    expect(cut(false, false)).toEqual([false, false, false]);
    expect(cut(true, true)).toEqual([true, false, true]);
  });

  it('makes no group of nothing', () => expect(shape([])).toEqual([]));
});
