import { variableMarks } from './variable-marks';

const marked = (text: string, format: 'f-string' | 'mustache' | 'none') =>
  variableMarks(text, format).map(({ start, end }) => text.slice(start, end));

describe('variableMarks', () => {
  it('marks fields of a format string with their braces, and no escaped braces', () => {
    expect(marked('{{"id": {id}}} for {site_name}, again {id}', 'f-string')).toEqual([
      '{id}',
      '{site_name}',
      '{id}',
    ]);
  });

  it('marks mustache variables as they are written', () => {
    expect(marked('Hi {{ name }}, {not this}', 'mustache')).toEqual(['{{ name }}']);
  });

  it('marks nothing in a verbatim text, or in one the parser refuses', () => {
    expect(marked('{id} {{id}}', 'none')).toEqual([]);
    expect(marked('{id} {0}', 'f-string')).toEqual([]);
  });
});
