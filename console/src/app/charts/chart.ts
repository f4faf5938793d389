import {
  ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import type { ChartConfiguration } from 'chart.js';
import { Theme } from '../theme/theme';
import { ChartCanvas } from './chart-canvas';
import { type ChartTheme, readChartTheme } from './chart-theme';
import { pictureOf } from './picture';
import { csvOf, fileName, saveFile } from './save-file';
import type { ChartTable, LegendEntry } from './series';
import { evenly } from './thin';

const MOST_ROWS = 200;

/** The frame of every chart: title, legend, what it says in words, the table behind it, and both as files. */
@Component({
  selector: 'pr-chart',
  imports: [ChartCanvas, MatIcon, MatIconButton, MatTooltip],
  templateUrl: './chart.html',
  styleUrl: './chart.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:beforeprint)': 'print(true)', '(window:afterprint)': 'print(false)' },
})
export class Chart {
  readonly label = input.required<string>();
  /** What the picture says, for who does not see it. */
  readonly description = input.required<string>();
  readonly draw = input.required<(theme: ChartTheme) => ChartConfiguration>();
  /** Made when somebody wants to see it: writing thousands of numbers takes longer than drawing them. */
  readonly table = input.required<() => ChartTable>();
  readonly hasData = input.required<boolean>();
  readonly legend = input<readonly LegendEntry[]>([]);
  readonly height = input(220);
  /** Said instead of a picture while there is nothing to draw. */
  readonly empty = input('Nothing to draw yet.');
  /** What one has to know to read the picture. */
  readonly note = input('');

  private readonly theme = inject(Theme);
  private readonly canvas = viewChild(ChartCanvas);
  protected readonly asTable = signal(false);
  protected readonly wholeTable = computed(() => this.table()());
  protected readonly rows = computed(() => evenly(this.wholeTable().rows, MOST_ROWS));
  private readonly application = inject(ApplicationRef);
  private readonly printing = signal(false);
  /** Paper is white. */
  protected readonly isDark = computed(() => this.theme.isDark() && !this.printing());
  protected readonly chartTheme = computed(() => readChartTheme(this.isDark()));
  protected readonly config = computed(() => this.draw()(this.chartTheme()));

  /** The browser takes its picture of the page as soon as this returns. */
  protected print(printing: boolean): void {
    this.printing.set(printing);
    this.application.tick();
  }

  protected async savePicture(): Promise<void> {
    const drawn = this.canvas()?.canvas();
    if (!drawn) return;
    saveFile(
      `${fileName(this.label())}.png`,
      await pictureOf(drawn, this.label(), this.legend(), this.chartTheme()),
    );
  }

  protected saveTable(): void {
    saveFile(`${fileName(this.label())}.csv`, csvOf(this.wholeTable().file));
  }
}
