import { barConfig } from './bar-config';
import type { ChartTheme } from './chart-theme';
import { ACCENT } from './series';

const theme = { of: ({ light }) => light } as ChartTheme;
const ticksOf = (whole: boolean) =>
  barConfig({ bars: [{ name: '1 May', value: 1, colour: ACCENT }], write: String, whole }, theme).options
    ?.scales?.['y']?.ticks;

it('marks no parts of one where the values are counts', () => {
  expect(ticksOf(true)).toMatchObject({ precision: 0, maxTicksLimit: 6 });
  expect(ticksOf(false)).not.toHaveProperty('precision');
});
