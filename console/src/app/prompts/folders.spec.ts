import { folderOf, foldersOnTheWay, groupByFolder, leafOf } from './folders';
import type { Prompt } from './prompts-api';

const prompts = (...names: string[]) => names.map((name) => ({ name }) as Prompt);
const shape = (names: string[]) => groupByFolder(prompts(...names)).map(({ folder, count }) => [folder, count]);

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
    expect(shape(['architect', 'ds/a', 'ds/b', 'synthesizer'])).toEqual([['', 1], ['ds', 2], ['', 1]]);
  });

  it('takes the number of prompts in a folder from the server, because a page may cut a folder', () => {
    expect(groupByFolder(prompts('ds/a'), [{ value: 'ds', count: 40 }])[0]?.count).toBe(40);
  });

  it('makes no group of nothing', () => expect(shape([])).toEqual([]));
});
