import { parityDifferences, type VariantWords } from './parity-differences';
import type { VersionContent } from './version-content';

const text = (content: string, more: Partial<VersionContent> = {}): VersionContent =>
  ({ type: 'text', templateFormat: 'f-string', content, config: {}, ...more }) as VersionContent;
const variants = (...contents: VersionContent[]): VariantWords[] =>
  contents.map((content, i) => ({ name: ['control', 'b', 'c'][i] ?? `v${i}`, version: i + 1, content }));
const schema = (outputSchema: unknown) =>
  text('Hi', { config: { outputSchema } as VersionContent['config'] });

describe('parity', () => {
  it('holds between wordings that ask for the same values', () => {
    expect(parityDifferences(variants(text('{a} and {b}'), text('{b}, {a}, {a}')))).toEqual([]);
  });

  it('does not mind how variables are written', () => {
    expect(
      parityDifferences(variants(text('Hi {a}'), text('Hi {{a}}', { templateFormat: 'mustache' }))),
    ).toEqual([]);
  });

  it('names variables that only one side asks for', () => {
    expect(parityDifferences(variants(text('{a} {b}'), text('{a} {c}')))).toEqual([
      {
        variant: 'b',
        aspect: 'variables',
        detail: 'asks for "c", which "control" does not; does not ask for "b", which "control" does',
      },
    ]);
  });

  it('compares every variant with the control', () => {
    const found = parityDifferences(variants(text('{a}'), text('{a}'), text('no more')));
    expect(found.map(({ variant, aspect }) => `${variant} ${aspect}`)).toEqual(['c variables']);
  });

  it('names types and placeholders', () => {
    const chat: VersionContent = {
      type: 'chat',
      templateFormat: 'f-string',
      content: [
        { role: 'system', content: 'Hi {a}' },
        { type: 'placeholder', name: 'history' },
      ],
      config: {},
    };
    expect(parityDifferences(variants(text('{a}'), chat)).map(({ aspect }) => aspect)).toEqual([
      'type',
      'placeholders',
    ]);
  });

  it('compares output schemas as JSON, whatever the order of their members', () => {
    expect(parityDifferences(variants(schema({ a: 1, b: [1, 2] }), schema({ b: [1, 2], a: 1 })))).toEqual([]);
    expect(parityDifferences(variants(schema(null), text('Hi', { config: { temperature: 1 } })))).toEqual([]);
    const different = [
      [schema({ a: 1 }), schema({ a: 2 }), 'declares another output schema than "control"'],
      [schema({ a: 1 }), text('Hi'), 'declares no output schema, "control" does'],
      [text('Hi'), schema({ a: 1 }), 'declares an output schema, "control" does not'],
    ] as const;
    for (const [control, other, detail] of different)
      expect(parityDifferences(variants(control, other))).toEqual([
        { variant: 'b', aspect: 'outputSchema', detail },
      ]);
  });

  it('holds of an experiment with itself', () => {
    const same = text('{a}', { config: { outputSchema: { type: 'object' } } });
    expect(parityDifferences(variants(same, same))).toEqual([]);
    expect(parityDifferences([])).toEqual([]);
  });
});
