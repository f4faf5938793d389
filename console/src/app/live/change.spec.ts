import { changeOf, together } from './change';

describe('changeOf', () => {
  it('reads which prompts changed', () => {
    const text = JSON.stringify({
      revision: 7,
      previous: 6,
      etag: '"7"',
      prompts: [{ name: 'a' }, { name: 'b/c' }],
    });
    expect(changeOf(text)).toEqual({ revision: 7, prompts: new Set(['a', 'b/c']) });
  });

  it('does not guess which, when the event does not say', () => {
    expect(changeOf('{"revision":7,"etag":"x"}')).toEqual({ revision: 7, prompts: null });
    expect(changeOf('{"revision":7,"prompts":[{}]}')).toEqual({ revision: 7, prompts: null });
  });

  it.each(['', 'null', '{', '[]', '{"revision":"7"}'])('passes over %j', (text) =>
    expect(changeOf(text)).toBeNull(),
  );
});

describe('together', () => {
  const of = (revision: number, ...names: string[]) => ({ revision, prompts: new Set(names) });

  it('adds what changed, and forgets which when one of the two does not know', () => {
    expect(together(null, of(1, 'a'))).toEqual(of(1, 'a'));
    expect(together(of(1, 'a'), of(2, 'b'))).toEqual(of(2, 'a', 'b'));
    expect(together(of(1, 'a'), { revision: 2, prompts: null })).toEqual({ revision: 2, prompts: null });
  });
});
