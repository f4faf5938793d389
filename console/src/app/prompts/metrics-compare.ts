import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { BarChart } from '../charts/bar-chart';
import { ACCENT, type Bar, NEUTRAL } from '../charts/series';
import { formatCount, formatValue } from '../numbers/format';
import type { Figure, VersionMetrics } from './metrics-figures';

/** Chosen versions beside each other, one picture a metric, with the intervals of the means. */
@Component({
  selector: 'pr-metrics-compare',
  imports: [BarChart, RouterLink],
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
    @if (charts().length > 0) {
      <ul aria-label="Behind the bars">
        @for (version of behind(); track version.number) {
          <li>
            <strong class="number">v{{ version.number }}</strong>
            <a
              routerLink="/traces"
              [queryParams]="{ prompt: prompt(), version: version.number, from: from() }"
              >{{ version.uses }} {{ version.uses === '1' ? 'trace' : 'traces'
              }}<span class="visually-hidden"> of version {{ version.number }}</span></a
            >
            @if (version.mlflow; as url) {
              <a [href]="url" target="_blank" rel="noopener"
                >MLflow traces<span class="visually-hidden">
                  of version {{ version.number }} (opens a new tab)</span
                ></a
              >
            }
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
      gap: 16px;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      grid-column: 1 / -1;
      gap: 4px 24px;
      font-size: 13px;
    }
    li {
      display: flex;
      gap: 8px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricsCompare {
  readonly versions = input.required<readonly VersionMetrics[]>();
  readonly figures = input.required<readonly Figure[]>();
  /** The prompt's name, and since when its uses are counted. */
  readonly prompt = input.required<string>();
  readonly from = input.required<string>();
  /** Where versions' traces are in MLflow, as far as they are. */
  readonly mlflow = input.required<ReadonlyMap<number, { readonly tracesUrl: string | null }>>();
  /** Drawn neutral, because the others are compared with it. */
  readonly running = input.required<number | null>();

  protected readonly behind = computed(() =>
    this.versions().flatMap(({ version, uses }) =>
      version === null
        ? []
        : [
            {
              number: version,
              uses: formatCount(uses),
              mlflow: this.mlflow().get(version)?.tracesUrl ?? null,
            },
          ],
    ),
  );
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
