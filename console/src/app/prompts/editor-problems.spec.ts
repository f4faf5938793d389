import { type Draft, draftOf, EMPTY_DRAFT, type Words } from './draft';
import { interfaceOf } from './editor-parity';
import { findProblems } from './editor-problems';
import { readable, unfinishedMarks } from './editor-readable';

const words = (content: string, more: Partial<Words> = {}): Words => ({
  type: 'text',
  templateFormat: 'f-string',
  content,
  config: {},
  ...more,
});
const draft = (text: string, more: Partial<Draft> = {}): Draft => ({ ...EMPTY_DRAFT, text, ...more });
const found = (of: Draft, base: Words | null = null, onTrial: Words | null = null) =>
  findProblems({
    draft: of,
    base: base && interfaceOf(base),
    trials: onTrial ? [{ experiment: 'shorter steps', control: 3, expected: interfaceOf(onTrial) }] : [],
  });

describe('findProblems', () => {
  it('finds none in words that are fine', () =>
    expect(found(draft('Hi {name}'), words('Hi {name}'))).toEqual([]));

  it('marks an unbalanced brace, and a field in its whole length', () => {
    expect(found(draft('a } b'))).toMatchObject([{ severity: 'error', field: 'content', start: 2, end: 3 }]);
    expect(found(draft('a {x:>10} b'))).toMatchObject([
      { severity: 'error', field: 'content', start: 2, end: 9 },
    ]);
  });

  it('says when the text reads like another format', () => {
    expect(found(draft('Hi {{name}}'))).toMatchObject([{ severity: 'warning', start: 3, end: 11 }]);
    expect(found(draft('Hi {name}', { templateFormat: 'mustache' }))).toMatchObject([
      { severity: 'warning', start: 3 },
    ]);
    expect(found(draft('Answer {{"a": 1}} to {name}'))).toEqual([]);
  });

  it('tells of new variables, and of two names that are nearly one', () => {
    expect(found(draft('{a} {currency}'), words('{a}'))).toMatchObject([
      { severity: 'info', message: expect.stringContaining('“currency” is new'), start: 4, end: 14 },
    ]);
    expect(found(draft('{siteName} {site_name}'))).toMatchObject([{ severity: 'warning', start: 11 }]);
  });

  it('tells where a running experiment could not take it up', () => {
    const onTrial = words('{a} {b}', { config: { outputSchema: { type: 'object' } } });
    const problems = found(
      draft('{a} {c}', { config: '{"outputSchema": {"type": "array"}}' }),
      null,
      onTrial,
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'Unlike version 3, which “shorter steps” has on trial, this asks for “c”.',
      'Unlike version 3, which “shorter steps” has on trial, this does not ask for “b”.',
      'Unlike version 3, which “shorter steps” has on trial, this declares another output schema.',
    ]);
    expect(problems[2]).toMatchObject({ field: 'config', start: 1, end: 15 });
    expect(found(draftOf(onTrial), null, onTrial)).toEqual([]);
  });

  it('puts the problems of a chat at their message, and errors first', () => {
    const chat: Draft = {
      ...EMPTY_DRAFT,
      type: 'chat',
      entries: [
        { key: 1, kind: 'message', role: 'user', name: '', text: 'fine' },
        { key: 2, kind: 'message', role: 'user', name: '', text: 'a {' },
        { key: 3, kind: 'placeholder', name: 'not ok' },
      ],
    };
    expect(found(chat).map(({ field }) => field)).toEqual(['content[2].name']);
    const [problem] = found({ ...chat, entries: chat.entries.slice(0, 2) });
    expect(problem).toMatchObject({ field: 'content[1].content', start: 2, placed: true });
  });

  it('reads an empty prompt and a broken configuration as errors', () => {
    expect(found(draft(' ', { config: '{' })).map(({ field, severity }) => [field, severity])).toEqual([
      ['content', 'error'],
      ['config', 'error'],
    ]);
  });
});

describe('a text in the middle of being written', () => {
  it('keeps its variables where they are', () => {
    expect(unfinishedMarks('{a} and {b', 'f-string')).toEqual([{ start: 0, end: 3 }]);
    expect(unfinishedMarks('{{a}} and {{b', 'mustache')).toEqual([{ start: 0, end: 5 }]);
    expect(unfinishedMarks('{0} {a}', 'f-string')).toEqual([{ start: 4, end: 7 }]);
  });

  it('stays as it is when it can be read', () => expect(readable('{a} {{b}}', 'f-string')).toBe('{a} {{b}}'));
});
