import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Write } from './axes';
import { cutWords, differenceRange } from './difference-range';
import { hasBand } from './interval-band';
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
      [since]="since()"
      [note]="note()"
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

  /** Where the axis along the bottom begins, when that is before the first point. */
  readonly since = input<number | null>(null);
  /** No difference can be larger, such as 1 of shares. */
  readonly most = input<number | null>(null);

  protected readonly within = computed(() => differenceRange(this.points(), this.most() ?? Infinity));
  protected readonly note = computed(() => {
    const within = this.within();
    return within === null ? '' : cutWords(this.points(), within, this.write());
  });
  protected readonly series = computed<readonly Series[]>(() => {
    const line = { name: this.name(), colour: this.colour(), points: this.points() };
    const reach = (sign: 1 | -1) =>
      this.points().map(({ x, low, high }) => ({
        x,
        y: typeof low === 'number' && typeof high === 'number' ? (sign * (high - low)) / 2 : null,
      }));
    const [first, last] = [this.points()[0], this.points().at(-1)];
    if (!first || !last) return [line];
    const from = Math.min(first.x, this.since() ?? first.x);
    if (!hasBand(this.points(), from, last.x)) return [line];
    const boundary = { colour: NEUTRAL, dash: [4, 4] };
    return [
      line,
      { ...boundary, name: 'boundary above', points: reach(1) },
      { ...boundary, name: 'boundary below', points: reach(-1) },
    ];
  });
}
