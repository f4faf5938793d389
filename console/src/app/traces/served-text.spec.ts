import { renderContent, type VersionContent } from '@prompt-registry/resolver';
import { cutAtMarks } from '../monaco/mark';
import { servedText } from './served-text';

const text = (content: string, templateFormat: VersionContent['templateFormat'] = 'f-string') =>
  ({ type: 'text', templateFormat, content, config: {} }) as VersionContent;
const marked = (words: VersionContent, values: Record<string, unknown>) =>
  servedText(words, values).pieces.flatMap(({ text: shown, marks }) =>
    cutAtMarks(shown, marks).flatMap((segment) => (segment.marked ? [segment.text] : [])),
  );

describe('servedText', () => {
  it('is what the agent got', () => {
    const words = text('{{"a": {count}}} for {name}: {ratio} {flag}');
    const values = { count: 3, name: '{name} </pre><b>', ratio: 0.00001, flag: true };
    const rendered = renderContent(words, values);
    expect(servedText(words, values)).toMatchObject({ unknown: [] });
    expect(servedText(words, values).pieces[0]?.text).toBe(
      rendered.ok && rendered.type === 'text' && rendered.text,
    );
    expect(marked(words, values)).toEqual(['3', '{name} </pre><b>', '1e-05', 'True']);
  });

  it('leaves a variable in place whose value is not known or no plain value', () => {
    const words = text('{a} {constructor} {b}');
    expect(servedText(words, { b: { deep: 1 } })).toMatchObject({
      pieces: [{ role: null, text: '{a} {constructor} {b}' }],
      unknown: ['a', 'constructor', 'b'],
    });
    expect(marked(words, {})).toEqual(['{a}', '{constructor}', '{b}']);
  });

  it('puts the messages of a placeholder where it stands', () => {
    const words: VersionContent = {
      type: 'chat',
      templateFormat: 'mustache',
      content: [
        { role: 'system', content: 'Be {{tone}}.' },
        { type: 'placeholder', name: 'history' },
        { type: 'placeholder', name: 'lost' },
      ],
      config: {},
    };
    const history = [{ role: 'user', content: '{{tone}}?', name: 'ada' }];
    expect(servedText(words, { tone: 'kind', history, lost: ['no message'] })).toMatchObject({
      pieces: [
        { role: 'system', text: 'Be kind.' },
        { role: 'user (ada)', text: '{{tone}}?', marks: [] },
        { role: 'placeholder', text: 'messages of lost' },
      ],
      unknown: ['lost'],
    });
  });
});
