import type { ScaleOptionsByType } from 'chart.js';
import type { ChartTheme } from './chart-theme';
import { timeLabel, timeTicks } from './time-ticks';

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

/** The axis of values; its zero line is stronger. */
export function valueAxis(theme: ChartTheme, write: Write): LinearScale {
  return {
    border: { display: false },
    grid: {
      color: ({ tick }: { tick?: { value: number } }) => (tick?.value === 0 ? theme.lineStrong : theme.line),
      drawTicks: false,
    },
    ticks: {
      color: theme.text3,
      padding: 8,
      maxTicksLimit: 6,
      callback: (value: number | string) => write(Number(value)),
    },
  } as unknown as LinearScale;
}

/** The axis along the bottom: moments, or numbers where `write` is given. */
export function placeAxis(theme: ChartTheme, from: number, to: number, write?: Write): LinearScale {
  return {
    min: from,
    max: to === from ? from + 1 : to,
    border: { color: theme.line },
    grid: { display: false },
    ticks: {
      color: theme.text3,
      maxRotation: 0,
      autoSkip: true,
      autoSkipPadding: 24,
      callback: (value: number | string) =>
        write ? write(Number(value)) : timeLabel(Number(value), to - from),
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
