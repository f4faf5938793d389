import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ChartConfiguration } from 'chart.js';
import type { Write } from './axes';
import { Chart } from './chart';
import type { ChartTheme } from './chart-theme';
import { lineConfig, type ValueRange } from './line-config';
import { lineTable } from './line-table';
import type { LegendEntry, Series } from './series';

/** Named lines over time, or over numbers, each with its interval as a band where it has one. */
@Component({
  selector: 'pr-line-chart',
  imports: [Chart],
  template: `
    <pr-chart
      [label]="label()"
      [description]="description()"
      [draw]="draw()"
      [table]="table()"
      [hasData]="hasData()"
      [legend]="legend()"
      [height]="height()"
      [empty]="empty()"
      [note]="note()"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LineChart {
  readonly label = input.required<string>();
  readonly description = input.required<string>();
  readonly series = input.required<readonly Series[]>();
  /** How values are written, with their unit. */
  readonly write = input.required<Write>();
  /** How places along the bottom are written; moments when it is left out. */
  readonly writePlace = input<Write>();
  /** What the places are, for the table. */
  readonly place = input('Time');
  readonly includeZero = input(false);
  /** Values outside of it are cut off. */
  readonly within = input<ValueRange | null>(null);
  /** Where the axis along the bottom begins, when that is before the first point. */
  readonly since = input<number | null>(null);
  /** Between which the values can be at all, such as 0 and 1 of shares. */
  readonly possible = input<readonly [number, number] | null>(null);
  /** What one has to know to read the picture. */
  readonly note = input('');
  readonly height = input(220);
  readonly empty = input('Nothing to draw yet.');

  protected readonly draw = computed(() => {
    const [writePlace, within, since] = [this.writePlace(), this.within(), this.since()];
    const possible = this.possible();
    const drawing = {
      series: this.series(),
      write: this.write(),
      includeZero: this.includeZero(),
      ...(writePlace ? { writePlace } : {}),
      ...(within ? { within } : {}),
      ...(possible ? { possible } : {}),
      ...(since === null ? {} : { since }),
    };
    return (theme: ChartTheme) => lineConfig(drawing, theme) as ChartConfiguration;
  });
  protected readonly hasData = computed(() => this.series().some(({ points }) => points.length > 0));
  protected readonly table = computed(() => {
    const [series, write, place, writePlace] = [this.series(), this.write(), this.place(), this.writePlace()];
    return () => lineTable(series, write, place, writePlace);
  });
  protected readonly legend = computed<readonly LegendEntry[]>(() =>
    this.series().length < 2
      ? []
      : this.series().map(({ name, colour, dash }) => ({
          name,
          colour,
          mark: dash?.length ? 'dashed' : 'line',
        })),
  );
}
