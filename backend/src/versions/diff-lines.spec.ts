import fc from 'fast-check';
import { diffLines, type LineDiff } from './diff-lines';

/** Applies a diff to the text before; knows nothing of how the diff was made. */
function applied(from: string, { hunks }: LineDiff): string {
  const lines = from.split('\n');
  const result: string[] = [];
  let next = 0;
  for (const hunk of hunks) {
    while (next < hunk.fromLine - 1) result.push(lines[next++] as string);
    expect(result).toHaveLength(hunk.toLine - 1);
    const old = hunk.lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
    expect(old).toEqual(lines.slice(next, next + hunk.fromCount));
    const now = hunk.lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text);
    expect(now).toHaveLength(hunk.toCount);
    result.push(...now);
    next += hunk.fromCount;
  }
  return [...result, ...lines.slice(next)].join('\n');
}

describe('diffLines', () => {
  it('has no hunks for equal texts', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual({ hunks: [], added: 0, removed: 0, exact: true });
  });

  it('shows a change with three lines around it', () => {
    const from = Array.from({ length: 20 }, (_, n) => `line ${n + 1}`);
    const to = [...from];
    to[9] = 'changed';
    expect(diffLines(from.join('\n'), to.join('\n'))).toEqual({
      added: 1,
      removed: 1,
      exact: true,
      hunks: [
        {
          fromLine: 7,
          fromCount: 7,
          toLine: 7,
          toCount: 7,
          lines: [
            ...['line 7', 'line 8', 'line 9'].map((text) => ({ kind: 'same', text })),
            { kind: 'removed', text: 'line 10' },
            { kind: 'added', text: 'changed' },
            ...['line 11', 'line 12', 'line 13'].map((text) => ({ kind: 'same', text })),
          ],
        },
      ],
    });
  });

  it('joins changes that are near and separates those that are far', () => {
    const from = Array.from({ length: 40 }, (_, n) => `${n}`);
    const near = from.map((line, n) => (n === 10 || n === 16 ? 'x' : line));
    const far = from.map((line, n) => (n === 10 || n === 18 ? 'x' : line));
    expect(diffLines(from.join('\n'), near.join('\n')).hunks).toHaveLength(1);
    expect(diffLines(from.join('\n'), far.join('\n')).hunks).toHaveLength(2);
  });

  it('shows a line end at the end', () => {
    expect(diffLines('a', 'a\n').hunks[0]?.lines).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'added', text: '' },
    ]);
  });

  it('leads from the one text to the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '', '---', ' a'), { maxLength: 30 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, fc.constantFrom(200, -1), (from, to, timeout) => {
        const diff = diffLines(from, to, timeout);
        expect(applied(from, diff)).toBe(to);
        const count = (kind: string) =>
          diff.hunks.flatMap(({ lines }) => lines).filter((line) => line.kind === kind).length;
        expect([diff.added, diff.removed]).toEqual([count('added'), count('removed')]);
        expect(diff.hunks.length === 0).toBe(from === to);
      }),
    );
  });

  it('gives up on the shortest difference before it stops the server', () => {
    const from = Array.from({ length: 125_000 }, (_, n) => `a${n % 7}`).join('\n');
    const to = Array.from({ length: 125_000 }, (_, n) => `b${n % 5}`).join('\n');
    const started = performance.now();
    const diff = diffLines(`same\n${from}`, `same\n${to}`);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(diff).toMatchObject({ exact: false, added: 125_000, removed: 125_000 });
  });
});
