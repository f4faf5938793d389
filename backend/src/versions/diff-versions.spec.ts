import type { VersionContent } from '@prompt-registry/resolver';
import { diffVersions } from './diff-versions';

const side = (version: number, content: VersionContent, variables: string[] = []) => ({
  version,
  contentHash: `hash ${version}`,
  variables,
  content,
});
const chat = (content: unknown, config = {}) =>
  ({ type: 'chat', templateFormat: 'none', content, config }) as VersionContent;
const text = (content: string, config = {}) =>
  ({ type: 'text', templateFormat: 'none', content, config }) as VersionContent;

describe('diffVersions', () => {
  it('names the variables on each side', () => {
    const { variables } = diffVersions(side(1, text('x'), ['a', 'b']), side(2, text('x'), ['b', 'c']));
    expect(variables).toEqual({ added: ['c'], removed: ['a'], kept: ['b'] });
  });

  it('does not see the order of keys in a config', () => {
    const { config } = diffVersions(
      side(1, text('x', { a: 1, b: { d: 1, c: [2] } })),
      side(2, text('x', { b: { c: [2], d: 1 }, a: 1 })),
    );
    expect(config.hunks).toEqual([]);
  });

  it('shows one message that was put between others', () => {
    const before = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '{q}' },
    ];
    const after = [before[0], { type: 'placeholder', name: 'history' }, before[1]];
    const { text: words } = diffVersions(side(1, chat(before)), side(2, chat(after)));
    expect(words.hunks[0]?.lines).toEqual([
      { kind: 'same', text: '{"role":"system"}' },
      { kind: 'same', text: '  Be brief.' },
      { kind: 'added', text: '{"name":"history","type":"placeholder"}' },
      { kind: 'same', text: '{"role":"user"}' },
      { kind: 'same', text: '  {q}' },
    ]);
  });

  it('tells two messages from one that imitates them', () => {
    const two = [
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b' },
    ];
    const one = [{ role: 'system', content: 'a\n{"role":"user"}\n  b' }];
    expect(diffVersions(side(1, chat(two)), side(2, chat(one))).text.hunks).not.toEqual([]);
  });
});
