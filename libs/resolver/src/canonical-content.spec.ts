import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonicalContent, canonicalJson } from './canonical-content';
import { normaliseContent } from './normalise-content';
import type { JsonValue, VersionContent } from './version-content';

interface ContentVectors {
  readonly rows: readonly {
    readonly name: string;
    readonly input: VersionContent;
    readonly canonical: string;
    readonly sha256: string;
  }[];
}

describe('canonicalContent', () => {
  const { rows } = JSON.parse(
    readFileSync(join(__dirname, '../vectors/content.json'), 'utf8'),
  ) as ContentVectors;

  it('has at least 30 published vectors', () => {
    expect(rows.length).toBeGreaterThanOrEqual(30);
  });

  it.each(rows.map((row) => [row.name, row] as const))('keeps its vector: %s', (_, row) => {
    const canonical = canonicalContent(row.input);
    expect(canonical).toBe(row.canonical);
    expect(createHash('sha256').update(canonical).digest('hex')).toBe(row.sha256);
  });

  it('is the same for what is stored and for what was sent', () => {
    for (const { input } of rows)
      expect(canonicalContent(normaliseContent(input))).toBe(canonicalContent(input));
  });

  it('ignores the order of keys and what is not content', () => {
    const content: VersionContent = {
      type: 'text',
      templateFormat: 'none',
      content: 'a',
      config: { x: 1, y: 2 },
    };
    const other = {
      version: 7,
      author: 'me',
      config: { y: 2, x: 1 },
      content: 'a',
      templateFormat: 'none',
      type: 'text',
    } as VersionContent;
    expect(canonicalContent(other)).toBe(canonicalContent(content));
  });

  it('is JSON that means the same, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // -0 and 0 are one number in JSON.
        expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });
});
