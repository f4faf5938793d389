import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { formatValue } from './format-value';
import { parseFString } from './parse-f-string';
import { renderContent } from './render-content';

const ORACLE = `
import importlib.util, json, sys
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location('g', sys.argv[1]); g = importlib.util.module_from_spec(spec); spec.loader.exec_module(g)
cases = json.load(sys.stdin)
json.dump([[str(n) for n in cases['numbers']], [g.judge(t, v) for t, v in cases['templates']]], sys.stdout)
`;

const NAMES = [
  'a',
  'b',
  'name',
  '_x',
  'größe',
  'имя',
  '変数',
  'n1',
  '__proto__',
  'constructor',
  'self',
  'class',
];
const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('{a}', '{{', '}}', '\\', '{0}', '%s', '$1', '$&', '\r\n'),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  fc.boolean(),
);
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES.map((name) => `{${name}}`)) },
  { weight: 3, arbitrary: fc.constantFrom('{{', '}}', '{{"k": ', 'text', ' ', '\n', '🚀') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{',
      '}',
      '{}',
      '{0}',
      '{a.b}',
      '{a[0]}',
      '{a!r}',
      '{a:>3}',
      '{a:{b}}',
      '{ a }',
      '[',
      ']',
      ':',
      '!',
      '{²}',
      '{a²}',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const values = fc
  .tuple(...NAMES.map(() => value))
  .map(
    (given) =>
      JSON.parse(JSON.stringify(Object.entries(given).map(([i, v]) => [NAMES[Number(i)], v]))) as [
        string,
        string,
      ][],
  );
// Object.fromEntries defines own properties, also for __proto__.
const cases = fc.tuple(
  template,
  values.map((entries) => Object.fromEntries(entries)),
);

describe('f-string templates and Python itself', () => {
  it('agree on thousands of generated templates, values and numbers', () => {
    const templates = fc.sample(cases, { numRuns: 5_000, seed: 20261122 });
    const numbers = [
      ...fc.sample(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
        { numRuns: 5_000, seed: 7 },
      ),
      ...fc.sample(fc.double({ min: -0.001, max: 0.001, noNaN: true }), { numRuns: 2_000, seed: 8 }),
      0.1,
      0.1 + 0.2,
      1e-4,
      1e-5,
      9.999e-5,
      5e-324,
      123456789.125,
      2 ** 52 + 1.5,
      -1e-7,
    ];
    const script = join(__dirname, '../vectors/generate-format.py');
    const python = spawnSync('python3', ['-c', ORACLE, script], {
      input: JSON.stringify({ templates, numbers }),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (python.error !== undefined) {
      process.stderr.write(
        'NOT CHECKED against live Python: python3 is not on this machine; only vectors/format.json was checked.\n',
      );
      return;
    }
    expect(python.stderr).toBe('');
    const [printed, judged] = JSON.parse(python.stdout) as [string[], [boolean, string | null][]];
    const different: unknown[] = [];
    numbers.forEach((number, i) => {
      const formatted = formatValue(number);
      // JSON writes -0 as 0, so Python is asked about 0.
      if (!formatted.ok || formatted.text !== printed[i]) different.push([number, formatted, printed[i]]);
    });
    let plainCount = 0;
    templates.forEach(([text, given], i) => {
      const [plain, expected] = judged[i] ?? [false, null];
      if (plain) plainCount++;
      const rendered = renderContent(
        { type: 'text', templateFormat: 'f-string', content: text, config: {} },
        given,
      );
      const same =
        parseFString(text).ok === plain &&
        (!plain || (rendered.ok && rendered.type === 'text' && rendered.text === expected));
      if (!same) different.push({ text, given, plain, expected, rendered });
    });
    expect(different.slice(0, 3)).toEqual([]);
    expect(plainCount).toBeGreaterThan(500);
    expect(templates.length - plainCount).toBeGreaterThan(500);
  });
});
