import {
  countsOf,
  type ImportedFile,
  readAsWords,
  reportOf,
  statusWords,
  variableWords,
} from './import-report';

const file = (path: string, status: ImportedFile['status'], name: string | null = path): ImportedFile => ({
  path,
  name,
  status,
  warnings: [],
});

describe('reportOf', () => {
  it('puts what needs a person first', () => {
    const report = reportOf([
      file('d', 'unchanged'),
      file('b', 'created'),
      file('a', 'skipped', null),
      file('c', 'conflict'),
    ]);
    expect(report.map(({ path }) => path)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('passes over two files of one name, which came in different requests', () => {
    const report = reportOf([
      file('a.md', 'created', 'A'),
      file('a.txt', 'created', 'a'),
      file('b.md', 'created', 'b'),
    ]);
    expect(report.map(({ path, status }) => [path, status])).toEqual([
      ['b.md', 'created'],
      ['a.md', 'skipped'],
      ['a.txt', 'skipped'],
    ]);
    expect(report[1]?.reason).toContain('a.txt');
  });
});

it('counts what there is', () => {
  expect(countsOf([file('a', 'created'), file('b', 'created'), file('c', 'skipped')])).toEqual([
    { status: 'created', count: 2 },
    { status: 'skipped', count: 1 },
  ]);
});

it('says before the import what would happen and afterwards what has', () => {
  expect(statusWords({ status: 'new_version', version: 4 }, false)).toBe('new version 4');
  expect(statusWords({ status: 'new_version', version: 4 }, true)).toBe('saved as version 4');
});

it('says what a file was read as', () => {
  const read = { ...file('a', 'created'), type: 'chat', templateFormat: 'mustache' } as const;
  expect(readAsWords({ ...read, format: 'Prompty' })).toBe('Prompty → chat, mustache');
  expect(readAsWords({ ...read, format: 'prompt file', type: 'text', templateFormat: 'none' })).toBe(
    'text, no template',
  );
  expect(readAsWords(file('a', 'skipped'))).toBeNull();
  expect(variableWords({ ...read, variables: ['a', 'b'] })).toBe('a, b');
  expect(variableWords({ ...read, variables: [...'abcdefgh'] })).toBe('a, b, c, d, e, f, and 2 more');
  expect(variableWords(read)).toBe('no variables');
});
