import { marksWidth, spread } from './end-marks';

it('moves marks apart that would lie on each other, keeps their order and stays within the picture', () => {
  expect(spread([10, 50, 90], 12, 100)).toEqual([10, 50, 90]);
  expect(spread([50, 50, 49], 12, 100)).toEqual([61, 73, 49]);
  expect(spread([98, 99, 100], 12, 100)).toEqual([76, 88, 100]);
});

it('asks for room only where something is written', () => {
  const series = { name: 'B shorter', colour: { light: '', dark: '' }, points: [] };
  expect(marksWidth([series])).toBe(0);
  expect(marksWidth([series, { ...series, mark: 'v12' }])).toBeGreaterThan(20);
});
