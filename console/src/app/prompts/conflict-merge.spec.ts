import { mergeDraft, mergeText } from './conflict-merge';
import { contentOf, type Draft, draftOf, type Words } from './draft';

const lines = (...words: string[]) => words.join('\n');
const base = lines('one', 'two', 'three', 'four', 'five', 'six', 'seven');
const words = (content: Words['content'], more: Partial<Words> = {}): Words => ({
  type: typeof content === 'string' ? 'text' : 'chat',
  templateFormat: 'f-string',
  content,
  config: {},
  ...more,
});
const mine = (of: Words, change: Partial<Draft>): Draft => ({ ...draftOf(of), ...change });

describe('mergeText', () => {
  it('keeps both changes that do not touch', () => {
    expect(mergeText(base, base.replace('one', 'ONE'), base.replace('seven', 'SEVEN'))).toBe(
      base.replace('one', 'ONE').replace('seven', 'SEVEN'),
    );
  });

  it('finds my change where theirs has moved it', () => {
    const theirs = lines('zero', 'zero and a half', base);
    expect(mergeText(base, theirs, base.replace('five', 'FIVE'))).toBe(theirs.replace('five', 'FIVE'));
  });

  it('leaves the same place to a person', () => {
    expect(mergeText(base, base.replace('four', 'theirs'), base.replace('four', 'mine'))).toBeNull();
  });

  it('takes the side that changed, and one when both did the same', () => {
    expect(mergeText(base, 'theirs', base)).toBe('theirs');
    expect(mergeText(base, base, 'mine')).toBe('mine');
    expect(mergeText(base, 'same', 'same')).toBe('same');
  });
});

describe('mergeDraft', () => {
  it('merges text, configuration and format each by itself, and keeps my message', () => {
    const from = words(base, { config: { temperature: 0, model: 'a' } });
    const theirs = words(base.replace('one', 'ONE'), { config: { temperature: 1, model: 'a' } });
    const draft = mine(from, {
      text: base.replace('seven', 'SEVEN'),
      config: '{"temperature": 0, "model": "b", "top": 1}',
      message: 'why',
    });
    const merged = mergeDraft(from, theirs, draft);
    expect(merged).toMatchObject({
      text: base.replace('one', 'ONE').replace('seven', 'SEVEN'),
      message: 'why',
    });
    expect(JSON.parse(merged?.config ?? '')).toEqual({ temperature: 1, model: 'b', top: 1 });
  });

  it('refuses when both set one setting differently, or mine cannot be read', () => {
    const from = words(base, { config: { temperature: 0 } });
    const theirs = words(base, { config: { temperature: 1 } });
    expect(mergeDraft(from, theirs, mine(from, { config: '{"temperature": 2}' }))).toBeNull();
    expect(mergeDraft(from, theirs, mine(from, { config: '{' }))).toBeNull();
  });

  it('merges changes within different messages of a chat', () => {
    const from = words([
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b' },
    ]);
    const theirs = words([
      { role: 'system', content: 'A' },
      { role: 'user', content: 'b' },
    ]);
    const draft = draftOf(from);
    const changed = draft.entries.map((entry) =>
      entry.kind === 'message' && entry.text === 'b' ? { ...entry, text: 'B' } : entry,
    );
    const merged = mergeDraft(from, theirs, { ...draft, entries: changed });
    expect(merged && contentOf(merged)).toEqual([
      { role: 'system', content: 'A' },
      { role: 'user', content: 'B' },
    ]);
  });

  it('leaves it to a person when messages were added on both sides', () => {
    const from = words([{ role: 'system', content: 'a' }]);
    const theirs = words([
      { role: 'system', content: 'a' },
      { role: 'user', content: 'theirs' },
    ]);
    const draft = draftOf(from);
    const added = [
      ...draft.entries,
      { key: 9, kind: 'message' as const, role: 'user' as const, name: '', text: 'mine' },
    ];
    expect(mergeDraft(from, theirs, { ...draft, entries: added })).toBeNull();
  });
});
