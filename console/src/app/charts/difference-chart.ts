import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Write } from './axes';
import { LineChart } from './line-chart';
import { NEUTRAL, type Series, type SeriesPoint, type ThemedColour } from './series';

/**
 * A difference to the control over time in the band of its interval, with the zero line and the boundary: as far as the
 * difference has to be from zero for the test to end. It is crossed exactly when the interval leaves zero behind.
 */
@Component({
  selector: 'pr-difference-chart',
  imports: [LineChart],
  template: `
    <pr-line-chart
      [label]="label()"
      [description]="description()"
      [series]="series()"
      [write]="write()"
      [includeZero]="true"
      [within]="within()"
      [height]="height()"
      [empty]="empty()"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DifferenceChart {
  readonly label = input.required<string>();
  readonly description = input.required<string>();
  readonly name = input('difference');
  readonly colour = input.required<ThemedColour>();
  readonly points = input.required<readonly SeriesPoint[]>();
  /** How differences are written, with sign and unit. */
  readonly write = input.required<Write>();
  readonly height = input(220);
  readonly empty = input('No difference to draw yet.');

  /** As wide as the interval is in the end, and half again: the first ones are so wide that nothing else would be seen. */
  protected readonly within = computed<readonly [number, number] | null>(() => {
    const points = this.points();
    const last = points.findLast(({ low, high }) => typeof low === 'number' && typeof high === 'number');
    if (!last) return null;
    const { low, high } = last as { readonly low: number; readonly high: number };
    const known = points.flatMap(({ y }) => (y === null ? [] : [Math.abs(y)]));
    const shown =
      Math.max(Math.abs(low), Math.abs(high), high - low, ...known.slice(-known.length / 2)) * 1.25;
    return shown > 0 ? [-round(shown), round(shown)] : null;
  });
  protected readonly series = computed<readonly Series[]>(() => {
    const line = { name: this.name(), colour: this.colour(), points: this.points() };
    const reach = (sign: 1 | -1) =>
      this.points().map(({ x, low, high }) => ({
        x,
        y: typeof low === 'number' && typeof high === 'number' ? (sign * (high - low)) / 2 : null,
      }));
    if (!this.points().some(({ low }) => typeof low === 'number')) return [line];
    const boundary = { colour: NEUTRAL, dash: [4, 4] };
    return [
      line,
      { ...boundary, name: 'boundary above', points: reach(1) },
      { ...boundary, name: 'boundary below', points: reach(-1) },
    ];
  });
}

/** The next rounder number, so that the axis ends on one. */
function round(number: number): number {
  const power = 10 ** Math.floor(Math.log10(number));
  return power * ([1, 1.5, 2, 3, 4, 6, 8, 10].find((step) => step * power >= number) ?? 10);
}
