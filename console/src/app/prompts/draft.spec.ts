import {
  comparableText,
  contentOf,
  type Draft,
  draftOf,
  EMPTY_DRAFT,
  freshKey,
  sameWords,
  type Words,
} from './draft';
import { readConfig } from './draft-config';

const text = (content: string, config: Words['config'] = {}): Words => ({
  type: 'text',
  templateFormat: 'f-string',
  content,
  config,
});
const chat: Words = {
  type: 'chat',
  templateFormat: 'mustache',
  content: [
    { role: 'system', content: 'Be {{kind}}.' },
    { type: 'placeholder', name: 'history' },
    { role: 'user', content: 'Hi', name: 'ada' },
  ],
  config: { temperature: 0 },
};

describe('a draft', () => {
  it.each([
    ['a text', text('Hi {name}', { a: 1 })],
    ['a chat', chat],
  ])('of %s changes nothing', (_, words) => {
    const draft = draftOf(words);
    expect(contentOf(draft)).toEqual(words.content);
    expect(readConfig(draft.config)).toEqual({ ok: true, value: words.config });
    expect(sameWords(draft, draftOf(words))).toBe(true);
  });

  it('is the same when only the layout of its configuration or its message differs', () => {
    const draft = draftOf(text('Hi', { a: 1, b: [2] }));
    expect(sameWords(draft, { ...draft, config: '{"b":[2],"a":1}', message: 'why' })).toBe(true);
    expect(sameWords(draft, { ...draft, config: '{"b":[2],"a":2}' })).toBe(false);
    expect(sameWords(draft, { ...draft, config: '{"b":[2]' })).toBe(false);
  });

  it('has LF line ends, as the server stores them', () => {
    expect(contentOf({ ...EMPTY_DRAFT, text: 'a\r\nb' })).toBe('a\nb');
  });

  it('of a chat differs when messages change their order', () => {
    const draft = draftOf(chat);
    const reversed: Draft = { ...draft, entries: [...draft.entries].reverse() };
    expect(sameWords(draft, reversed)).toBe(false);
    expect(new Set([...draft.entries.map(({ key }) => key), freshKey(draft.entries)]).size).toBe(4);
  });

  it('reads as one text with its speakers', () => {
    expect(comparableText(chat)).toBe(
      '── system ──\nBe {{kind}}.\n\n── messages of history ──\n\n── user (ada) ──\nHi\n',
    );
  });
});

describe('a configuration', () => {
  it('may be left out', () => expect(readConfig(' \n')).toEqual({ ok: true, value: {} }));

  it('must be an object', () => {
    for (const written of ['1', 'null', '[1]', '"a"']) expect(readConfig(written).ok).toBe(false);
  });

  it('says where it stops being JSON', () => {
    const read = readConfig('{\n  "a": 1,\n  b: 2\n}');
    expect(read).toMatchObject({ ok: false, offset: 14 });
  });
});
