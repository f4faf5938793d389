import type { Chart, ChartConfiguration, Plugin } from 'chart.js';
import { bracketed } from '../numbers/digits';
import { plainOptions, tooltipLook, valueAxis, type Write } from './axes';
import type { ChartTheme } from './chart-theme';
import type { Bar } from './series';

const CAP = 5;

/** What a bar chart draws. */
export interface BarDrawing {
  readonly bars: readonly Bar[];
  readonly write: Write;
  /** Bars lie, so that long names have room. */
  readonly lying?: boolean;
  /** There are no parts of one. */
  readonly whole?: boolean;
}

/** Bars with the whiskers of their intervals. */
export function barConfig(
  { bars, write, lying = false, whole = false }: BarDrawing,
  theme: ChartTheme,
): ChartConfiguration<'bar'> {
  const ends = bars
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((end) => typeof end === 'number');
  const axis = valueAxis(theme, write);
  const values = {
    type: 'linear' as const,
    ...axis,
    ...(whole ? { ticks: { ...axis.ticks, precision: 0 } } : {}),
    suggestedMin: Math.min(0, ...ends),
    suggestedMax: Math.max(0, ...ends),
  };
  const names = { border: { color: theme.line }, grid: { display: false }, ticks: { color: theme.text2 } };
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ name }) => name),
      datasets: [
        {
          data: bars.map(({ value }) => value ?? NaN),
          backgroundColor: bars.map(({ colour }) => theme.of(colour)),
          borderRadius: 3,
          maxBarThickness: 44,
        },
      ],
    },
    options: {
      ...plainOptions(theme),
      indexAxis: lying ? 'y' : 'x',
      scales: lying
        ? { x: values, y: { type: 'category', ...names } }
        : { x: { type: 'category', ...names }, y: values },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipLook(theme),
          callbacks: {
            label: ({ dataIndex }) => {
              const bar = bars[dataIndex];
              if (!bar || bar.value === null) return '';
              const { low, high } = bar;
              const interval =
                typeof low === 'number' && typeof high === 'number'
                  ? ` ${bracketed(write(low), write(high))}`
                  : '';
              return ` ${write(bar.value)}${interval}`;
            },
          },
        },
      },
    },
    plugins: [whiskers(bars, theme, lying)],
  };
}

/** Chart.js has no error bars: a line from the low to the high end, with a cap at each. */
function whiskers(bars: readonly Bar[], theme: ChartTheme, lying: boolean): Plugin<'bar'> {
  return {
    id: 'whiskers',
    afterDatasetsDraw(chart: Chart<'bar'>) {
      const scale = chart.scales[lying ? 'x' : 'y'];
      const { ctx } = chart;
      if (!scale) return;
      ctx.save();
      ctx.strokeStyle = theme.text;
      ctx.lineWidth = 1.5;
      bars.forEach(({ low, high }, index) => {
        const element = chart.getDatasetMeta(0).data[index];
        if (!element || typeof low !== 'number' || typeof high !== 'number') return;
        const [from, to] = [scale.getPixelForValue(low), scale.getPixelForValue(high)];
        const across = lying ? element.y : element.x;
        const at = (along: number, side: number): [number, number] =>
          lying ? [along, across + side] : [across + side, along];
        ctx.beginPath();
        ctx.moveTo(...at(from, 0));
        ctx.lineTo(...at(to, 0));
        for (const end of [from, to]) {
          ctx.moveTo(...at(end, -CAP));
          ctx.lineTo(...at(end, CAP));
        }
        ctx.stroke();
      });
      ctx.restore();
    },
  };
}
