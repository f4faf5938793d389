import type { ThemedColour } from './series';

/** What charts take from the theme. */
export interface ChartTheme {
  readonly isDark: boolean;
  readonly font: string;
  readonly page: string;
  readonly float: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  of(colour: ThemedColour): string;
}

/** The theme's tokens as a canvas understands them: it knows neither variables nor `light-dark()`. */
export function readChartTheme(isDark: boolean): ChartTheme {
  const probe = document.createElement('span');
  probe.style.colorScheme = isDark ? 'dark' : 'light';
  // With reduced motion every change of colour is a very short transition, at whose start the old colour is read.
  probe.style.transitionProperty = 'none';
  // Not in the chart, which may not be in the document yet.
  document.body.append(probe);
  const token = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme: ChartTheme = {
    isDark,
    font: getComputedStyle(document.body).fontFamily,
    page: token('page'),
    float: token('float'),
    line: token('line'),
    lineStrong: token('line-strong'),
    text: token('text'),
    text2: token('text-2'),
    text3: token('text-3'),
    of: (colour) => (isDark ? colour.dark : colour.light),
  };
  probe.remove();
  return theme;
}

/** A six-digit colour, let through so much. */
export function translucent(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
