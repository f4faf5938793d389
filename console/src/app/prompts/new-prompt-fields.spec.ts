import { aboutFrom, bodyOf, NO_ABOUT, problemOfName, problemsOfAbout, tagsIn } from './new-prompt-fields';

describe('a new prompt', () => {
  it.each(['a', 'a/b/c', '_x', 'A.b-c_d', 'a/b.c'])('may be called %s', (name) =>
    expect(problemOfName(name)).toBeNull(),
  );

  it.each(['', ' a', 'a/', '/a', 'a//b', '.a', '-a', 'a.', 'ä', 'a'.repeat(201), 'a/b/c/d/e/f/g/h/i/j/k'])(
    'may not be called %p',
    (name) => expect(problemOfName(name)).not.toBeNull(),
  );

  it('may not have the name of an id', () => {
    expect(problemOfName('7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11')).toMatch(/UUID/);
  });

  it('names every field that would be refused', () => {
    const about = { ...NO_ABOUT, name: 'a', depth: 'so deep', tags: 'x'.repeat(65) };
    expect(problemsOfAbout(about).map(({ field }) => field)).toEqual(['depth', 'tags']);
  });

  it('sends what is filled, and each tag once', () => {
    expect(tagsIn(' a, b,a ,, c')).toEqual(['a', 'b', 'c']);
    expect(bodyOf({ ...NO_ABOUT, name: 'a', domain: 'energy', tags: 'x' })).toEqual({
      name: 'a',
      domain: 'energy',
      tags: ['x'],
    });
  });

  it('reads what was kept, whatever it is', () => {
    expect(aboutFrom({ name: 'a', depth: 3 })).toEqual({ ...NO_ABOUT, name: 'a' });
    expect(aboutFrom(undefined)).toEqual(NO_ABOUT);
  });
});
