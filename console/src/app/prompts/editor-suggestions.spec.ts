import type { TemplateFormat } from '@prompt-registry/resolver';
import { placeIn, variableSuggestions } from './editor-suggestions';

/** What becomes of a line when the only suggestion is taken at the bar. */
function taken(line: string, format: TemplateFormat): string {
  const [before = '', after = ''] = line.split('|');
  const { items, ...around } = variableSuggestions(['city'], placeIn(before, after, format), format);
  return (
    before.slice(0, before.length - around.before) + (items[0]?.insert ?? '') + after.slice(around.after)
  );
}

describe('completion of variables', () => {
  it.each([
    ['In {|', 'f-string', 'In {city}'],
    ['In {ci| now', 'f-string', 'In {city} now'],
    ['In {c|ity} now', 'f-string', 'In {city} now'],
    ['{{"at": {|}}', 'f-string', '{{"at": {city}}'],
    ['In {{|', 'mustache', 'In {{city}}'],
    ['In {{ c|it }} now', 'mustache', 'In {{city}} now'],
    ['In ci|', 'f-string', 'In {city}'],
  ] as const)('%s as %s', (line, format, result) => expect(taken(line, format)).toBe(result));

  it('does not take an escaped brace for a variable', () => {
    expect(placeIn('{{', '', 'f-string').kind).toBe('word');
    expect(placeIn('{{{', '', 'f-string').kind).toBe('variable');
    expect(placeIn('{', '', 'mustache').kind).toBe('word');
    expect(placeIn('{', '', 'none').kind).toBe('word');
  });

  it('takes a folder and its slash for one word', () => {
    expect(placeIn('see specialists/en', '', 'none')).toEqual({ kind: 'word', typed: 'specialists/en' });
  });
});
