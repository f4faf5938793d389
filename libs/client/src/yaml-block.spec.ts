import fc from 'fast-check';
import { parseDocument, stringify } from 'yaml';
import { readYamlSubset } from './yaml-block';
import { BeyondSubset } from './yaml-scalar';

/** What a complete reader says, as the server asks it; undefined when it refuses. */
function complete(block: string): unknown {
  const document = parseDocument(block, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
  });
  return document.errors.length + document.warnings.length > 0
    ? undefined
    : ((document.toJS() as unknown) ?? {});
}

/** What the subset's reader says; undefined when it leaves it to others. */
function subset(block: string): unknown {
  try {
    return readYamlSubset(block);
  } catch (error) {
    if (error instanceof BeyondSubset) return undefined;
    throw error;
  }
}

const json = (value: unknown): string => JSON.stringify(value);

const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/),
  fc.constantFrom('name', 'tags', 'a b', 'null', '1', 'true', 'x:y', '__proto__x'),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.stringMatching(/^[ -~\n]{0,30}$/),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'yes',
    '~',
    '0x1f',
    '1e3',
    '.5',
    '- a',
    'a: b',
    'a #b',
    '#a',
    '"',
    "it's",
    '',
    ' x',
    'x ',
    '{a}',
    '[',
    '|',
    '2026-01-01',
    '\ttab',
    'line\nline\n',
    'a\n\n\nb',
    '\n',
    '  indented\n text',
  ),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const document = fc.dictionary(key, value, { maxKeys: 5 });

describe('readYamlSubset', () => {
  it('reads what a complete reader reads, or leaves it alone: documents as programs write them', () => {
    let read = 0;
    const runs = 3_000;
    fc.assert(
      fc.property(document, fc.boolean(), (fields, wide) => {
        const block = stringify(fields, {
          version: '1.2',
          schema: 'core',
          lineWidth: wide ? 0 : 80,
          aliasDuplicateObjects: false,
        });
        const ours = subset(block);
        if (ours === undefined) return;
        read += 1;
        expect(json(ours)).toBe(json(complete(block)));
      }),
      { numRuns: runs },
    );
    // Refusing everything would be no reader.
    expect(read).toBeGreaterThan(runs / 8);
  });

  it('reads what a complete reader reads, or leaves it alone: lines put together at random', () => {
    const piece = fc.constantFrom(
      'a',
      'b:',
      ' b: 1',
      'key: value',
      '- ',
      '-',
      '  ',
      '    ',
      '"x"',
      "'y'",
      '#',
      ' # c',
      ': ',
      '|',
      '|-',
      '>',
      '[a, b]',
      '{a: 1}',
      '{"a":1}',
      '&x',
      '*x',
      '!t',
      '? ',
      '1',
      '-1',
      'null',
      ',',
      ']',
      '\t',
      'é',
      '%',
      '...',
      '---',
      '@',
      '\\',
      '+1',
      '0o7',
      '.inf',
      '1_000',
      '<<',
    );
    const line = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const block = `${lines.join('\n')}\n`;
        const ours = subset(block);
        if (ours !== undefined) expect([block, json(ours)]).toEqual([block, json(complete(block))]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads front matter as people write it', () => {
    const block = [
      'description: "Rates: one insight" # why',
      'tags: [review, "energy", \'x\']',
      'config:',
      '  temperature: 0.2',
      '  stop:',
      '  - END',
      '  - "\\n"',
      '  nested: {max: 5, on: true}',
      'messages:',
      '  - role: system',
      '    content: |',
      '      Be kind.',
      '',
      '        Indented # no comment',
      '  - type: placeholder',
      '    name: history',
    ].join('\n');
    expect(readYamlSubset(block)).toEqual({
      description: 'Rates: one insight',
      tags: ['review', 'energy', 'x'],
      config: { temperature: 0.2, stop: ['END', '\n'], nested: { max: 5, on: true } },
      messages: [
        { role: 'system', content: 'Be kind.\n\n  Indented # no comment\n' },
        { type: 'placeholder', name: 'history' },
      ],
    });
  });
});
