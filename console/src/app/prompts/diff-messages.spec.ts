import { type ChatEntry, messageRows } from './diff-messages';

const say = (role: 'system' | 'user' | 'assistant', content: string): ChatEntry => ({ role, content });
const place = (name: string): ChatEntry => ({ type: 'placeholder', name });

describe('messageRows', () => {
  it('folds what is the same and shows a replaced message as its change', () => {
    const rows = messageRows(
      [say('system', 'Be brief.'), say('user', 'Hi {name}'), say('assistant', 'Yes?')],
      [say('system', 'Be brief.'), say('user', 'Hello {name}'), say('assistant', 'Yes?')],
    );
    expect(rows).toEqual([
      { kind: 'same', count: 1 },
      { kind: 'changed', at: 2, head: 'user', before: 'Hi {name}', after: 'Hello {name}' },
      { kind: 'same', count: 1 },
    ]);
  });

  it('tells added and removed messages with their places, and a changed role', () => {
    expect(messageRows([say('user', 'One')], [say('user', 'One'), say('user', 'Two')])).toEqual([
      { kind: 'same', count: 1 },
      { kind: 'added', at: 2, head: 'user', text: 'Two' },
    ]);
    expect(messageRows([say('user', 'One'), say('user', 'Two')], [say('user', 'Two')])).toEqual([
      { kind: 'removed', at: 1, head: 'user', text: 'One' },
      { kind: 'same', count: 1 },
    ]);
    expect(messageRows([say('user', 'One')], [say('system', 'One')])).toEqual([
      { kind: 'changed', at: 1, head: 'user → system', before: 'One', after: 'One' },
    ]);
  });

  it('never makes a message of a placeholder', () => {
    expect(messageRows([place('history')], [say('user', 'history')]).map(({ kind }) => kind)).toEqual([
      'removed',
      'added',
    ]);
    expect(messageRows([place('a')], [place('b')])).toEqual([
      { kind: 'changed', at: 1, head: 'messages of the caller', before: 'a', after: 'b' },
    ]);
  });
});
