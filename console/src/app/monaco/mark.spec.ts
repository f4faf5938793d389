import { cutAtMarks } from './mark';

describe('cutAtMarks', () => {
  it('cuts before and after each mark', () => {
    expect(
      cutAtMarks('Hi {a}{b}!', [
        { start: 3, end: 6 },
        { start: 6, end: 9 },
      ]),
    ).toEqual([
      { text: 'Hi ', marked: false },
      { text: '{a}', marked: true },
      { text: '{b}', marked: true },
      { text: '!', marked: false },
    ]);
  });

  it('leaves a text without marks in one piece, and an empty text in none', () => {
    expect(cutAtMarks('plain', [])).toEqual([{ text: 'plain', marked: false }]);
    expect(cutAtMarks('', [])).toEqual([]);
  });
});
