import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed } from '../table/listed';
import { runningVersion } from './diff-sides';
import { MetricsCompare } from './metrics-compare';
import {
  type KnownMetric,
  meanWords,
  outcomeFigures,
  type PromptMetrics,
  rowOf,
  USE_FIGURES,
  versionsToCompare,
} from './metrics-figures';
import { type Prompt, promptUrl } from './prompts-api';

const DAY_MS = 86_400_000;
const SPANS = [7, 30, 90, 365] as const;
const DEFAULT_SPAN = 30;
const MOST_COMPARED = 8;

const COLUMNS: readonly Column[] = [
  { key: 'version', title: 'Version', narrow: 'heading' },
  { key: 'uses', title: 'Uses', width: '90px' },
  { key: 'latency', title: 'Latency, median and 95 %', width: '130px' },
  { key: 'tokens', title: 'Tokens in → out', width: '120px', wideOnly: true },
  { key: 'cost', title: 'Cost of a use', width: '100px' },
  { key: 'errors', title: 'Errors', width: '76px' },
  { key: 'links', title: 'Links', width: '216px', quiet: true },
];

/** How the versions of a prompt did in the field; observed, so a difference may have other causes. */
@Component({
  selector: 'pr-metrics-panel',
  imports: [Cell, DataTable, MetricsCompare, RouterLink],
  templateUrl: './metrics-panel.html',
  styleUrl: './metrics-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricsPanel {
  readonly prompt = input.required<Prompt>();
  /** From the URL: how many days, which versions, which metrics. */
  readonly days = input.required<string>();
  readonly versions = input.required<string>();
  readonly metrics = input.required<string>();
  readonly mayWrite = input.required<boolean>();

  private readonly router = inject(Router);
  protected readonly columns = COLUMNS;
  protected readonly spans = SPANS;
  protected readonly span = computed(
    () => SPANS.find((span) => String(span) === this.days()) ?? DEFAULT_SPAN,
  );
  protected readonly from = computed(() => new Date(Date.now() - this.span() * DAY_MS).toISOString());
  protected readonly list = listed<PromptMetrics>(() => ({
    url: `${promptUrl(this.prompt().name)}/metrics`,
    params: { from: this.from() },
  }));
  private readonly known = httpResource<{ readonly items: readonly KnownMetric[] }>(() => ({
    url: '/api/v1/metrics',
    params: { pageSize: 200 },
  }));
  private readonly mirrored = httpResource<{
    readonly items: readonly { version: number; url: string | null; tracesUrl: string | null }[];
  }>(() => `${promptUrl(this.prompt().name)}/mlflow`);

  protected readonly mlflow = computed(
    () =>
      new Map(
        (this.mirrored.hasValue() ? this.mirrored.value().items : []).map((mirrored) => [
          mirrored.version,
          mirrored,
        ]),
      ),
  );
  protected readonly running = computed(() => runningVersion(this.prompt()));
  private readonly measured = computed(() => this.list.latest()?.versions ?? []);
  protected readonly outcomes = computed(() =>
    outcomeFigures(this.measured(), this.known.hasValue() ? this.known.value().items : []),
  );
  protected readonly rows = computed(() => {
    const answer = this.list.latest();
    if (!answer) return undefined;
    return answer.versions.map((version) => ({
      ...rowOf(version),
      id: String(version.version),
      labels: this.labelsOf(version.version),
      mlflow: version.version === null ? null : (this.mlflow().get(version.version) ?? null),
      outcomes: new Map(
        version.outcomes.map((outcome) => [
          outcome.metric,
          meanWords(outcome, this.quantityOf(outcome.metric)),
        ]),
      ),
    }));
  });
  protected readonly outcomeColumns = computed<readonly Column[]>(() => [
    { key: 'version', title: 'Version', narrow: 'heading' },
    ...this.outcomes().map(({ key, title }) => ({ key, title })),
  ]);
  protected readonly idOf = ({ id }: { readonly id: string }) => id;

  protected readonly figures = computed(() => [...this.outcomes(), ...USE_FIGURES]);
  protected readonly chosenFigures = computed(() => {
    const chosen = this.metrics().split(',');
    const found = this.figures().filter(({ key }) => chosen.includes(key));
    if (this.metrics() !== '') return found;
    const defaults = ['latency', 'cost'];
    return this.figures().filter(
      ({ key }, index) => index < this.outcomes().length || defaults.includes(key),
    );
  });
  protected readonly choosable = computed(() =>
    this.measured().flatMap(({ version }) => (version === null ? [] : [version])),
  );
  protected readonly chosenVersions = computed(() => {
    const numbers = this.versions() === '' ? null : this.versions().split(',').map(Number);
    return numbers ?? versionsToCompare(this.measured(), this.running().version, 4);
  });
  protected readonly compared = computed(() =>
    this.measured()
      .filter(({ version }) => version !== null && this.chosenVersions().includes(version))
      .slice(0, MOST_COMPARED)
      .reverse(),
  );

  protected toggleVersion(version: number): void {
    this.setParam(
      'versions',
      toggled(this.chosenVersions(), version).sort((a, b) => a - b),
    );
  }

  protected toggleFigure(key: string): void {
    const chosen = this.chosenFigures().map((figure) => figure.key);
    this.setParam('metrics', toggled(chosen, key));
  }

  private setParam(name: string, values: readonly (string | number)[]): void {
    void this.router.navigate([], {
      queryParams: { [name]: values.length > 0 ? values.join(',') : 'none' },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  private labelsOf(version: number | null): readonly string[] {
    const { labels, latestVersion } = this.prompt();
    return [...labels, { label: 'latest', version: latestVersion }]
      .filter((place) => place.version === version)
      .map(({ label }) => label);
  }

  private quantityOf(metric: string) {
    return (
      this.outcomes().find(({ key }) => key === metric)?.quantity ?? ({ kind: 'plain', unit: '' } as const)
    );
  }
}

function toggled<Value>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
