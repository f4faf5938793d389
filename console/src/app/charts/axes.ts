import type { ScaleOptionsByType } from 'chart.js';
import type { ChartTheme } from './chart-theme';
import { timeLabels, timeTicks } from './time-ticks';

/** How numbers are written beside an axis. */
export type Write = (value: number) => string;

/** What every chart of ours has: no animation, our letters, no legend on the canvas. */
export function plainOptions(theme: ChartTheme) {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    font: { family: theme.font, size: 12 },
    color: theme.text2,
    layout: { padding: { top: 6, right: 8 } },
  } as const;
}

/** How what is under the pointer is told. */
export function tooltipLook(theme: ChartTheme) {
  return {
    backgroundColor: theme.float,
    borderColor: theme.line,
    borderWidth: 1,
    titleColor: theme.text,
    bodyColor: theme.text2,
    titleFont: { family: theme.font, size: 12, weight: 600 },
    bodyFont: { family: theme.font, size: 12 },
    padding: 10,
    cornerRadius: 6,
    boxWidth: 8,
    boxHeight: 8,
    caretSize: 0,
  } as const;
}

type LinearScale = Partial<ScaleOptionsByType<'linear'>>;

/** Of a single place, on each side. */
const ROOM_MS = 1_800_000;

/** Numbers beside an axis: all of one unit with the decimals that the finest of them needs. */
export function axisNumbers(values: readonly number[], write: Write): readonly string[] {
  const parts = values.map((value) => partsOf(write(value)));
  const needed = parts.map(({ decimals }) => decimals.replace(/0+$/, '').length);
  const alike = new Set(parts.map(({ after }) => after)).size < 2;
  return parts.map(({ before, decimals, after }, i) => {
    const most = alike ? Math.max(...needed) : (needed[i] ?? 0);
    const shown = decimals.slice(0, most).padEnd(most, '0');
    return shown === '' ? before + after : `${before}${POINT}${shown}${after}`;
  });
}

/** As the numbers of this browser are written. */
const POINT = new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

function partsOf(text: string): {
  readonly before: string;
  readonly decimals: string;
  readonly after: string;
} {
  const at = text.indexOf(POINT);
  const decimals = at === -1 ? '' : (/^\d+/.exec(text.slice(at + 1))?.[0] ?? '');
  if (decimals !== '')
    return { before: text.slice(0, at), decimals, after: text.slice(at + 1 + decimals.length) };
  const end = text.search(/\d(?!.*\d)/) + 1;
  return end === 0
    ? { before: text, decimals: '', after: '' }
    : { before: text.slice(0, end), decimals: '', after: text.slice(end) };
}

/** The axis of values; its zero line is stronger. */
export function valueAxis(theme: ChartTheme, write: Write, step?: number): LinearScale {
  return {
    border: { display: false },
    grid: {
      color: ({ tick }: { tick?: { value: number } }) => (tick?.value === 0 ? theme.lineStrong : theme.line),
      drawTicks: false,
    },
    ...(step
      ? {
          // Chart.js counts from the lower end, and misses zero where a step is not a whole binary number.
          afterBuildTicks: (axis: { min: number; max: number; ticks: Array<{ value: number }> }) => {
            const [from, to] = [Math.round(axis.min / step), Math.round(axis.max / step)];
            axis.ticks = Array.from({ length: to - from + 1 }, (_, i) => ({ value: (from + i) * step }));
          },
        }
      : {}),
    ticks: {
      color: theme.text3,
      padding: 8,
      ...(step ? { autoSkip: false } : { maxTicksLimit: 6 }),
      callback: (_value: number | string, index: number, ticks: ReadonlyArray<{ value: number }>) =>
        axisNumbers(
          ticks.map(({ value }) => value),
          write,
        )[index],
    },
  } as unknown as LinearScale;
}

/** The axis along the bottom: moments, or numbers where `write` is given. */
export function placeAxis(theme: ChartTheme, from: number, to: number, write?: Write): LinearScale {
  const room = to > from ? 0 : write ? 1 : ROOM_MS;
  return {
    min: from - room,
    max: to + room,
    border: { color: theme.line },
    grid: { display: false },
    ticks: {
      color: theme.text3,
      maxRotation: 0,
      autoSkip: true,
      autoSkipPadding: 24,
      callback: (value: number | string, index: number, ticks: ReadonlyArray<{ value: number }>) =>
        write
          ? write(Number(value))
          : timeLabels(
              ticks.map((tick) => tick.value),
              to - from,
            )[index],
    },
    ...(write
      ? {}
      : {
          afterBuildTicks: (axis: { ticks: Array<{ value: number }>; width: number }) => {
            axis.ticks = timeTicks(from, to, Math.max(2, Math.floor(axis.width / 90))).map((value) => ({
              value,
            }));
          },
        }),
  } as unknown as LinearScale;
}
