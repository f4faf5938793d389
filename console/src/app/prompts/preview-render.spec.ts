import type { VersionContent } from '@prompt-registry/resolver';
import { previewOf } from './preview-render';

const text = (
  content: string,
  templateFormat: VersionContent['templateFormat'] = 'f-string',
): VersionContent => ({
  type: 'text',
  templateFormat,
  content,
  config: {},
});

describe('previewOf', () => {
  it('puts values in and marks them', () => {
    const preview = previewOf(text('Hi {name}, {{x}} {name}'), { name: 'Ada' });
    expect(preview).toEqual({
      ok: true,
      missing: [],
      messages: [
        {
          role: null,
          text: 'Hi Ada, {x} Ada',
          marks: [
            { start: 3, end: 6 },
            { start: 12, end: 15 },
          ],
        },
      ],
    });
  });

  it('lets the variable stand in for a missing value, and names it', () => {
    expect(previewOf(text('{{a}}-{{b}}', 'mustache'), { b: '{{a}}' })).toMatchObject({
      missing: ['a'],
      messages: [{ text: '{{a}}-{{a}}' }],
    });
  });

  it('is not fooled by names that every object has', () => {
    expect(previewOf(text('{constructor} {__proto__}'), {})).toMatchObject({
      ok: true,
      missing: ['constructor', '__proto__'],
    });
  });

  it('puts the caller’s messages in their place, or says why not', () => {
    const chat: VersionContent = {
      type: 'chat',
      templateFormat: 'f-string',
      content: [
        { type: 'placeholder', name: 'history' },
        { role: 'user', content: 'And {q}?' },
      ],
      config: {},
    };
    const history = '[{"role": "assistant", "content": "Yes."}]';
    expect(previewOf(chat, { history, q: 'now' })).toMatchObject({
      messages: [
        { role: 'assistant', text: 'Yes.', marks: [] },
        { role: 'user', text: 'And now?', marks: [{ start: 4, end: 7 }] },
      ],
    });
    for (const wrong of ['[', '{}', '[{"role": "robot", "content": ""}]'])
      expect(previewOf(chat, { history: wrong, q: 'now' })).toMatchObject({
        ok: false,
        problems: [{ name: 'history' }],
      });
  });

  it('has nothing to show of words that cannot be read', () => {
    expect(previewOf(text('a {'), {})).toEqual({ ok: false, problems: [] });
  });
});
