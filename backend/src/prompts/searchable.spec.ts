import { searchable } from './searchable';

describe('searchable', () => {
  it('leaves ordinary texts alone', () => {
    expect(searchable('Wörter, 語 and 😀')).toBe('Wörter, 語 and 😀');
    expect(searchable('')).toBe('');
  });

  it('cuts long texts between characters', () => {
    expect(searchable('a'.repeat(500_000))).toHaveLength(200_000);
    for (const character of ['ä', '語', '😀', 'a😀']) {
      const cut = searchable(character.repeat(200_000));
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(200_000);
      expect(Buffer.byteLength(cut)).toBeGreaterThan(199_990);
      expect(cut).not.toContain('\ufffd');
    }
  });
});
