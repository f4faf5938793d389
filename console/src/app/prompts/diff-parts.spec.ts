import { differencesOf } from './diff-parts';
import type { Version } from './prompts-api';

const version = (number: number, change: Partial<Version>): Version => ({
  version: number,
  author: 'ada@example.org',
  message: '',
  createdAt: '2026-03-10T12:00:00Z',
  parentVersion: null,
  restoredFrom: null,
  contentHash: String(number),
  type: 'text',
  templateFormat: 'f-string',
  content: 'Hello {person}',
  variables: ['person'],
  config: {},
  ...change,
});

describe('differencesOf', () => {
  it('keeps words, variables, configuration and output schema apart', () => {
    const found = differencesOf(
      version(1, { config: { model: 'small', temperature: 0 } }),
      version(2, {
        content: 'Hello {person}\nfrom {place}',
        config: { temperature: 0, model: 'small', outputSchema: { type: 'object' } },
      }),
    );
    expect(found.text.lines).toEqual({ added: 1, removed: 0 });
    expect(found.variables).toEqual({ added: ['place'], removed: [] });
    expect(found.config.after).toBe(found.config.before); // the order of keys is nobody's business
    expect(JSON.parse(found.schema.after)).toEqual({ outputSchema: { type: 'object' } });
    expect([found.schema.before, found.isSame, found.messages]).toEqual(['', false, null]);
  });

  it('knows a restored version for the same words', () => {
    expect(differencesOf(version(1, {}), version(3, { contentHash: '1' })).isSame).toBe(true);
  });

  it('compares a chat by its messages, up to what a browser can show', () => {
    const chat = (texts: readonly string[]) =>
      version(1, { type: 'chat', content: texts.map((content) => ({ role: 'user' as const, content })) });
    const texts = (word: string) => Array.from({ length: 17 }, (_text, index) => `${word} ${index}`);
    expect(differencesOf(chat(['a']), chat(['b'])).messages).toHaveLength(1);
    expect(differencesOf(chat(texts('old')), chat(texts('new'))).messages).toBeNull();
  });
});
