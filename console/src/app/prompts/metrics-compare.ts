import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { BarChart } from '../charts/bar-chart';
import { ACCENT, type Bar, NEUTRAL } from '../charts/series';
import { formatValue } from '../numbers/format';
import type { Figure, VersionMetrics } from './metrics-figures';

/** Chosen versions beside each other, one picture a metric, with the intervals of the means. */
@Component({
  selector: 'pr-metrics-compare',
  imports: [BarChart],
  template: `
    @for (chart of charts(); track chart.key) {
      <pr-bar-chart
        [label]="chart.title"
        [description]="chart.description"
        [bars]="chart.bars"
        [write]="chart.write"
        place="Version"
        [lying]="true"
        [height]="chart.height"
      />
    } @empty {
      <p class="meta">Choose at least one version and one metric.</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
      gap: 16px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricsCompare {
  readonly versions = input.required<readonly VersionMetrics[]>();
  readonly figures = input.required<readonly Figure[]>();
  /** Drawn neutral, because the others are compared with it. */
  readonly running = input.required<number | null>();

  protected readonly charts = computed(() => {
    const versions = this.versions();
    if (versions.length === 0) return [];
    return this.figures().map(({ key, title, quantity, read }) => {
      const bars = versions.map((version): Bar => ({
        name: `v${version.version}`,
        colour: version.version === this.running() ? NEUTRAL : ACCENT,
        ...read(version),
      }));
      const write = (value: number) => formatValue(value, quantity);
      const told = bars.map(({ name, value }) => `${name} ${value === null ? 'none yet' : write(value)}`);
      return {
        key,
        title,
        bars,
        write,
        description: `${title}: ${told.join(', ')}`,
        height: 52 + 26 * bars.length,
      };
    });
  });
}
