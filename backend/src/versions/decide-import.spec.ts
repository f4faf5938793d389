import { decideImport, type KnownPrompt } from './decide-import';

const file = { path: 'architect.md', name: 'architect', type: 'text' as const, contentHash: 'new' };
const known = (changes: Partial<KnownPrompt> = {}): KnownPrompt => ({
  name: 'architect',
  type: 'text',
  archived: false,
  latestVersion: 1,
  latestHash: 'old',
  imports: [{ contentHash: 'old', version: 1, path: 'architect.md' }],
  ...changes,
});

describe('decideImport', () => {
  it('creates what does not exist', () => {
    expect(decideImport(file, null, 'report')).toEqual({ kind: 'create' });
  });

  it('never imports a content twice, whatever happened since', () => {
    const imports = [
      { contentHash: 'new', version: 1, path: 'a.md' },
      { contentHash: 'newer', version: 2, path: 'a.md' },
    ];
    for (const changes of [
      {},
      { archived: true },
      { type: 'chat' as const },
      { latestVersion: 9, latestHash: 'x' },
    ])
      expect(decideImport(file, known({ imports, ...changes }), 'import')).toEqual({
        kind: 'unchanged',
        version: 1,
        record: false,
      });
  });

  it('makes a version of a changed file when nobody edited since', () => {
    expect(decideImport(file, known(), 'report')).toEqual({ kind: 'new_version', parent: 1 });
  });

  it('reports a conflict when another file came to the same name, as names leave characters out', () => {
    const imports = (path: string) => [{ contentHash: 'old', version: 1, path }];
    for (const [first, second] of [
      ['日本 architect.md', 'architect 中国.md'],
      ['architect.md', '中国 architect.md'],
      ['all.json#Architect?', 'architect.md'],
    ] as const) {
      const name = first.startsWith('all') ? 'Architect' : 'architect';
      const state = known({ name, imports: imports(first) });
      expect(decideImport({ ...file, name, path: second }, state, 'report')).toEqual({
        kind: 'conflict',
        reason: expect.stringContaining(first),
      });
      expect(decideImport({ ...file, name, path: second }, state, 'import').kind).toBe('new_version');
    }
    const moved = known({ imports: imports('old/named by itself.md') });
    expect(decideImport(file, moved, 'report').kind).toBe('new_version');
    const again = known({ name: 'Trip_planner', imports: imports('may.json#Trip planner') });
    const next = { ...file, name: 'Trip_planner', path: 'june.json#Trip planner' };
    expect(decideImport(next, again, 'report').kind).toBe('new_version');
  });

  it('reports a conflict when somebody edited since, and imports on top when asked to', () => {
    const edited = known({ latestVersion: 3, latestHash: 'edited' });
    expect(decideImport(file, edited, 'report')).toEqual({
      kind: 'conflict',
      reason: expect.stringMatching(/version 1.*version 3/),
    });
    expect(decideImport(file, edited, 'import')).toEqual({ kind: 'new_version', parent: 3 });
  });

  it('is content when people wrote the same words', () => {
    expect(decideImport(file, known({ latestVersion: 2, latestHash: 'new' }), 'report')).toEqual({
      kind: 'unchanged',
      version: 2,
      record: true,
    });
    expect(decideImport(file, known({ imports: [], latestHash: 'new' }), 'report')).toEqual({
      kind: 'unchanged',
      version: 1,
      record: true,
    });
  });

  it('does not write over a prompt that was made by hand', () => {
    expect(decideImport(file, known({ imports: [] }), 'report')).toMatchObject({ kind: 'conflict' });
  });

  it.each([
    ['another case', { name: 'Architect' }, /differs only in case/],
    ['archived', { archived: true }, /archived/],
    ['another type', { type: 'chat' as const }, /never changes/],
  ])('skips when the prompt is %s', (_, changes, reason) => {
    expect(decideImport(file, known(changes), 'import')).toEqual({
      kind: 'skipped',
      reason: expect.stringMatching(reason),
    });
  });
});
