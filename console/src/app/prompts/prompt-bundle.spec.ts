import { bundleOf, filesOfBundle, portionsOf, withDistinctPaths, withoutCommonFolder } from './prompt-bundle';

const file = (path: string, text = '') => ({ path, text });

describe('a bundle', () => {
  it('is read back as it was written', () => {
    const files = [file('a.md', '---\nname: a\n---\nHi "{x}"\r\n'), file('b/c.md', 'ü\u2028')];
    expect(filesOfBundle(bundleOf(files))).toEqual(files);
  });

  it.each([
    '',
    '[]',
    'null',
    '{"kind":"other","files":[]}',
    '{"kind":"prompt-registry files","files":[{"path":1}]}',
  ])('is not seen in %j', (text) => expect(filesOfBundle(text)).toBeNull());
});

describe('portionsOf', () => {
  it('fills requests in order and leaves out what fits into none', () => {
    const files = [
      file('a', 'x'.repeat(40)),
      file('b', 'x'.repeat(40)),
      file('c', 'x'.repeat(400)),
      file('d'),
      file('e'),
    ];
    const { portions, tooLarge } = portionsOf(files, { mostBytes: 150, mostFiles: 2 });
    expect(portions.map((portion) => portion.map(({ path }) => path))).toEqual([
      ['a', 'b'],
      ['d', 'e'],
    ]);
    expect(tooLarge.map(({ path }) => path)).toEqual(['c']);
  });
});

it('keeps the two files of a prompt of Semantic Kernel in one request', () => {
  const files = [
    file('Sum/config.json'),
    file('x'),
    file('y'),
    file('Sum/skprompt.txt'),
    file('config.json'),
  ];
  const { portions } = portionsOf(files, { mostBytes: 1_000, mostFiles: 3 });
  expect(portions.map((portion) => portion.map(({ path }) => path))).toEqual([
    ['x', 'y'],
    ['Sum/skprompt.txt', 'Sum/config.json', 'config.json'],
  ]);
});

it('gives files of several answers different paths', () => {
  const files = [file('a.md'), file('A.md'), file('a-2.md')];
  expect(withDistinctPaths(files).map(({ path }) => path)).toEqual(['a.md', 'A-2.md', 'a-2-2.md']);
});

describe('withoutCommonFolder', () => {
  it('takes away the folder that was picked, and no other', () => {
    expect(withoutCommonFolder([file('prompts/a.md'), file('prompts/x/b.md')])).toEqual([
      file('a.md'),
      file('x/b.md'),
    ]);
    expect(withoutCommonFolder([file('x/a.md'), file('b.md')])).toEqual([file('x/a.md'), file('b.md')]);
    expect(withoutCommonFolder([])).toEqual([]);
  });

  it('leaves a folder that names the prompt in it', () => {
    const files = [file('Sum/skprompt.txt'), file('Sum/config.json')];
    expect(withoutCommonFolder(files)).toEqual(files);
    expect(withoutCommonFolder([file('Writer/Sum/skprompt.txt')])).toEqual([file('Sum/skprompt.txt')]);
  });
});
