import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { BarChart } from '../charts/bar-chart';
import { ACCENT, type Bar, NEUTRAL } from '../charts/series';
import { formatCount, formatDifference, formatValue } from '../numbers/format';
import type { Figure, VersionMetrics } from './metrics-figures';

/** Chosen versions beside each other, one picture a metric, with the intervals of the means. */
@Component({
  selector: 'pr-metrics-compare',
  imports: [BarChart, RouterLink],
  template: `
    @if (served() && charts().length > 0) {
      <p class="meta about">
        Grey is {{ served() }}, which the prompt serves now ({{ runningWord() }}); the others stand beside it.
      </p>
    }
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
    .about {
      grid-column: 1 / -1;
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
  /** What the prompt serves, which the others are compared with: first, and grey as the control of an experiment is. */
  readonly running = input.required<number | null>();
  /** Why it is served: its label, or that it is the latest. */
  readonly runningWord = input.required<string>();

  private readonly ordered = computed(() =>
    [...this.versions()].sort(
      (a, b) => Number(b.version === this.running()) - Number(a.version === this.running()),
    ),
  );
  protected readonly served = computed(() => {
    const found = this.versions().find(({ version }) => version === this.running());
    return found ? `v${found.version}` : '';
  });

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
    const versions = this.ordered();
    if (versions.length === 0) return [];
    return this.figures().map(({ key, title, better, quantity, read }) => {
      const nameOf = ({ version }: VersionMetrics) =>
        version === this.running() ? `v${version} ${this.runningWord()}` : `v${version}`;
      const bars = versions.map((version): Bar => ({
        name: nameOf(version),
        colour: version.version === this.running() ? NEUTRAL : ACCENT,
        ...read(version),
      }));
      const write = (value: number) => formatValue(value, quantity);
      const served = versions[0]?.version === this.running() ? (bars[0]?.value ?? null) : null;
      const told = bars.map(({ name, value }, index) => {
        if (value === null) return `${name} none yet`;
        if (served === null || index === 0) return `${name} ${write(value)}`;
        return `${name} ${write(value)} (${formatDifference(value - served, quantity)})`;
      });
      return {
        key,
        title: better ? `${title}, ${better} is better` : title,
        bars,
        write,
        description: `${title}: ${told.join(', ')}${served === null ? '' : `; ${bars[0]?.name} is served now`}`,
        height: 52 + 26 * bars.length,
      };
    });
  });
}
