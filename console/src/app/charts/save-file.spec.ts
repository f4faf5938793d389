import { csvCell, fileName } from './save-file';

it('quotes what CSV must quote and disarms formulas', () => {
  expect(['a,b', 'say "x"', '=1+1', '+4.1 pp', '+cmd', null, -0.5].map(csvCell)).toEqual([
    '"a,b"',
    '"say ""x"""',
    "'=1+1",
    '+4.1 pp',
    "'+cmd",
    '',
    '-0.5',
  ]);
});

it('makes names that every file system takes', () => {
  expect(fileName('shorter steps?', 'user/actioned')).toBe('shorter-steps-user-actioned');
});
