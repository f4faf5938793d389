import { normaliseContent, validateContent, type VersionContent } from '@prompt-registry/resolver';
import fc from 'fast-check';
import { contentHash } from './content-hash';
import { parsePromptFile } from './prompt-file';
import { promptFileText } from './prompt-file-text';

const metadata = { description: '', agentRole: null, depth: null, strategy: null, domain: null, tags: [] };
const exported = (content: VersionContent) => ({
  name: 'a/b',
  metadata,
  content,
  contentHash: contentHash(content),
});
const roundTrip = (content: VersionContent) =>
  parsePromptFile('elsewhere.md', Buffer.from(promptFileText(exported(content))));

describe('promptFileText', () => {
  it('is a file that a person can read', () => {
    const content: VersionContent = {
      type: 'text',
      templateFormat: 'f-string',
      content: 'Hi {name}',
      config: { temperature: 0 },
    };
    const text = promptFileText({
      ...exported(content),
      metadata: { ...metadata, description: 'Greets: politely', tags: ['a'] },
    });
    expect(text).toBe(
      '---\nname: a/b\ndescription: "Greets: politely"\ntemplateFormat: f-string\ntags:\n  - a\nconfig:\n  temperature: 0\n---\nHi {name}',
    );
  });

  it.each([
    '---\nname: x\n---\ny',
    '---\n',
    'no line end',
    '\n\n',
    ' x ',
    '\ufeffx',
    'a\u2028b\u0085c',
    '--- \n...\n',
  ])('keeps %j', (words) => {
    const content: VersionContent = { type: 'text', templateFormat: 'none', content: words, config: {} };
    if (!validateContent(content).ok) return;
    expect(roundTrip(content)).toMatchObject({
      ok: true,
      name: 'a/b',
      content,
      contentHash: contentHash(content),
    });
  });

  it('keeps every content that can be published', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.stringMatching(/^[ \t\n:#\-'"|>{}[\],&*!%@`~a0.]{0,30}$/),
      fc.constantFrom(
        '---',
        'yes',
        '1e3',
        '0x1F',
        'null',
        '~',
        '=',
        '<<',
        '2026-01-01',
        '\r\n',
        ' \n',
        '\t',
        'a\n---\nb',
      ),
    );
    const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });
    const config = fc.dictionary(word, json, { maxKeys: 4 });
    const text = fc.record({
      type: fc.constant('text'),
      templateFormat: fc.constant('none'),
      content: word,
      config,
    });
    const message = fc.record(
      { role: fc.constantFrom('system', 'user'), content: word, name: word },
      { requiredKeys: ['role', 'content'] },
    );
    const chat = fc.record({
      type: fc.constant('chat'),
      templateFormat: fc.constant('none'),
      content: fc.array(message, { minLength: 1, maxLength: 4 }),
      config,
    });
    fc.assert(
      fc.property(fc.oneof(text, chat), (input) => {
        const valid = validateContent(input);
        fc.pre(valid.ok);
        const content = normaliseContent(valid.content);
        expect(roundTrip(content)).toMatchObject({ ok: true, contentHash: contentHash(content) });
      }),
      { numRuns: 500 },
    );
  });
});
