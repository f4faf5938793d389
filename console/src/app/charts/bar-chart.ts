import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ChartConfiguration } from 'chart.js';
import type { Write } from './axes';
import { barConfig } from './bar-config';
import { Chart } from './chart';
import type { ChartTheme } from './chart-theme';
import type { Bar, ChartTable } from './series';

/** Named bars, each with the whiskers of its interval where it has one. */
@Component({
  selector: 'pr-bar-chart',
  imports: [Chart],
  template: `
    <pr-chart
      [label]="label()"
      [description]="description()"
      [draw]="draw()"
      [table]="table()"
      [hasData]="bars().length > 0"
      [height]="height()"
      [empty]="empty()"
      [note]="note()"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BarChart {
  readonly label = input.required<string>();
  readonly description = input.required<string>();
  readonly bars = input.required<readonly Bar[]>();
  readonly write = input.required<Write>();
  /** What the bars are, for the table. */
  readonly place = input('Name');
  readonly lying = input(false);
  readonly height = input(220);
  readonly empty = input('Nothing to draw yet.');
  /** Under the picture. */
  readonly note = input('');
  /** The values are counts: the axis has no parts of one. */
  readonly whole = input(false);

  protected readonly draw = computed(() => {
    const drawing = { bars: this.bars(), write: this.write(), lying: this.lying(), whole: this.whole() };
    return (theme: ChartTheme) => barConfig(drawing, theme) as ChartConfiguration;
  });
  protected readonly table = computed(() => {
    const [bars, write, place] = [this.bars(), this.write(), this.place()];
    const cell = (value: number | null | undefined) => (typeof value === 'number' ? write(value) : '');
    return (): ChartTable => ({
      columns: [place, 'Value', 'From', 'To'],
      rows: bars.map(({ name, value, low, high }) => [name, cell(value), cell(low), cell(high)]),
      file: [
        [place, 'value', 'low', 'high'],
        ...bars.map(({ name, value, low, high }) => [name, value, low ?? null, high ?? null]),
      ],
    });
  });
}
