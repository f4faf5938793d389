import { ChangeDetectionStrategy, Component, computed, input, viewChild } from '@angular/core';
import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  type ChartType,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { BaseChartDirective, provideCharts } from 'ng2-charts';

/** The only file that loads Chart.js; a chunk of its own, fetched with the first chart. */
@Component({
  selector: 'pr-chart-canvas',
  imports: [BaseChartDirective],
  providers: [
    provideCharts({
      registerables: [
        BarController,
        BarElement,
        CategoryScale,
        Filler,
        LinearScale,
        LineController,
        LineElement,
        PointElement,
        Tooltip,
      ],
    }),
  ],
  template: `
    <!-- A new canvas for each drawing: handing new options to an old one loses the defaults of its axes. -->
    @for (drawing of [config()]; track drawing) {
      <canvas
        baseChart
        role="img"
        [attr.aria-label]="description()"
        [type]="drawing.type"
        [data]="drawing.data"
        [options]="drawing.options"
        [plugins]="plugins()"
      ></canvas>
    }
  `,
  styles: ':host { display: block; position: relative; height: 100%; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChartCanvas {
  readonly config = input.required<ChartConfiguration>();
  readonly description = input.required<string>();
  private readonly directive = viewChild(BaseChartDirective);
  protected readonly plugins = computed(
    () => (this.config().plugins ?? []) as Array<import('chart.js').Plugin<ChartType>>,
  );

  /** What is drawn, for a picture of it. */
  canvas(): HTMLCanvasElement | null {
    return this.directive()?.chart?.canvas ?? null;
  }

  /** Fits it to the page it is printed on. */
  fit(): void {
    this.directive()?.chart?.resize();
  }
}
