import {
  isKnown,
  parseIfMatch,
  promptEtag,
  requirePrecondition,
  requireSameState,
  requireSameVersion,
  versionEtag,
} from './etag';

const prompt = { latestVersion: 7, editCount: 2 };

describe('If-Match', () => {
  it('reads nothing, a star, and lists of tags', () => {
    expect(parseIfMatch(undefined)).toEqual({ kind: 'none' });
    expect(parseIfMatch(' * ')).toEqual({ kind: 'any' });
    expect(parseIfMatch('"7.2", W/"6.0"')).toEqual({ kind: 'tags', tags: ['"7.2"', '"6.0"'] });
  });

  it.each(['', '7.2', '"7.2', '"7.2" "7.3"', '"7.2",', '*, "7.2"', 'w/"7.2"', '"a"b"'])(
    'refuses %j and names the header',
    (header) => {
      expect(() => parseIfMatch(header)).toThrow(
        expect.objectContaining({
          code: 'INVALID_INPUT',
          options: { errors: [expect.objectContaining({ field: 'If-Match' })] },
        }),
      );
    },
  );

  it('demands a precondition', () => {
    expect(() => requirePrecondition({ kind: 'none' })).toThrow(
      expect.objectContaining({ code: 'PRECONDITION_REQUIRED' }),
    );
    expect(() => requirePrecondition({ kind: 'any' })).not.toThrow();
  });

  it('lets words follow edits of metadata, but not other words', () => {
    expect(() => requireSameVersion(parseIfMatch('"7.0"'), prompt)).not.toThrow();
    expect(() => requireSameVersion(parseIfMatch('"6.9", "7.1"'), prompt)).not.toThrow();
    expect(() => requireSameVersion(parseIfMatch('*'), prompt)).not.toThrow();
    for (const header of ['"6.2"', '"8.2"', '"7"', '"x"', '"77.2"', '"7.2.1"'])
      expect(() => requireSameVersion(parseIfMatch(header), prompt)).toThrow(
        expect.objectContaining({
          code: 'VERSION_CONFLICT',
          options: expect.objectContaining({ members: { currentVersion: 7, currentEtag: '"7.2"' } }),
        }),
      );
  });

  it('lets edits of metadata follow nothing at all', () => {
    expect(() => requireSameState(parseIfMatch('"7.2"'), prompt)).not.toThrow();
    expect(() => requireSameState(parseIfMatch('"7.1"'), prompt)).toThrow(
      expect.objectContaining({ code: 'VERSION_CONFLICT' }),
    );
  });
});

describe('If-None-Match', () => {
  it('knows the tag in any list, weak or not', () => {
    expect(isKnown('"1.0", W/"7.2"', promptEtag(prompt))).toBe(true);
    expect(isKnown('*', promptEtag(prompt))).toBe(true);
    expect(isKnown('"7.20"', promptEtag(prompt))).toBe(false);
    expect(isKnown(undefined, promptEtag(prompt))).toBe(false);
    expect(isKnown('7.2', promptEtag(prompt))).toBe(false);
  });

  it('has another tag for a version whose labels moved', () => {
    const contentHash = 'ab'.repeat(32);
    const tags = [[], ['a'], ['a', 'b'], ['ab']].map((labels) => versionEtag({ contentHash, labels }));
    expect(new Set(tags).size).toBe(4);
    expect(tags[0]).toBe(`"${contentHash}"`);
  });
});
