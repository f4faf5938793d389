import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { LineChart } from '../charts/line-chart';
import { formatValue } from '../numbers/format';
import { type Quantity, quantityOf } from '../numbers/quantity';
import { ProblemBanner } from '../problem/problem-banner';
import { listed } from '../table/listed';
import type { MetricKind, PromptUsage, Quality } from './dashboard-api';
import { qualitySeries, qualityWords } from './quality-series';

/** A metric of a prompt by version over time. */
@Component({
  selector: 'pr-quality-over-time',
  imports: [LineChart, ProblemBanner],
  template: `
    <div class="choice">
      <label
        ><span class="visually-hidden">Prompt</span>
        <select #name class="field" (change)="choose({ prompt: name.value, metric: null })">
          @for (known of names(); track known) {
            <option [value]="known" [selected]="known === chosenPrompt()">{{ known }}</option>
          }
        </select></label
      >
      <label
        ><span class="visually-hidden">Metric</span>
        <select #of class="field" (change)="choose({ metric: of.value })">
          @for (known of measured(); track known) {
            <option [value]="known" [selected]="known === chosenMetric()">{{ known }}</option>
          }
        </select></label
      >
    </div>
    @if (found.problem(); as problem) {
      <pr-problem-banner [problem]="problem" (retry)="found.resource.reload()" />
    }
    <pr-line-chart
      label="Quality by version"
      [description]="description()"
      [series]="series()"
      [write]="write()"
      [possible]="quantity().kind === 'share' ? shares : null"
      place="Day"
      [empty]="nothing()"
    />
  `,
  // Its parts stand in the page's grid, so that this chart and the one beside it begin on one line.
  styles: `
    :host {
      display: contents;
    }
    .choice,
    pr-problem-banner {
      grid-column: 1 / -1;
    }
    .choice {
      display: flex;
      gap: 8px;
    }
    label {
      min-width: 0;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QualityOverTime {
  readonly prompts = input.required<readonly PromptUsage[]>();
  readonly metrics = input.required<readonly MetricKind[]>();
  readonly days = input.required<number>();
  /** From the URL; otherwise the most used prompt and its most said metric. */
  readonly prompt = input<string>();
  readonly metric = input<string>();
  /** Changes when the figures beside it are newer. */
  readonly stamp = input.required<string>();

  private readonly router = inject(Router);
  protected readonly names = computed(() => {
    const names = this.prompts().map(({ promptName }) => promptName);
    const asked = this.prompt();
    return asked === undefined || names.includes(asked) ? names : [asked, ...names];
  });
  protected readonly chosenPrompt = computed(() => this.prompt() ?? this.names()[0] ?? null);
  protected readonly found = listed<Quality>(() => {
    const prompt = this.chosenPrompt();
    this.stamp();
    return prompt === null
      ? undefined
      : { url: '/api/v1/dashboard/quality', params: { prompt, days: this.days() } };
  });
  private readonly points = computed(() => {
    const quality = this.found.latest();
    return quality?.promptName === this.chosenPrompt() ? quality.points : [];
  });
  protected readonly measured = computed(() => {
    const counts = new Map<string, number>();
    for (const { metric, count } of this.points()) counts.set(metric, (counts.get(metric) ?? 0) + count);
    return [...counts].sort(([, a], [, b]) => b - a).map(([metric]) => metric);
  });
  protected readonly chosenMetric = computed(() => {
    const asked = this.metric();
    return asked !== undefined && this.measured().includes(asked) ? asked : (this.measured()[0] ?? '');
  });
  protected readonly shares = [0, 1] as const;
  protected readonly quantity = computed<Quantity>(() => {
    const known = this.metrics().find(({ name }) => name === this.chosenMetric());
    return known ? quantityOf(known) : { kind: 'plain', unit: '' };
  });
  protected readonly write = computed(() => {
    const quantity = this.quantity();
    return (value: number) => formatValue(value, quantity);
  });
  protected readonly nothing = computed(() => {
    const read = this.chosenPrompt() === null || this.found.latest()?.promptName === this.chosenPrompt();
    if (!read) return this.found.problem() ? 'It could not be read.' : 'Reading …';
    return 'No outcome was recorded in this time. They arrive with POST /api/v1/outcomes, or from MLflow.';
  });
  protected readonly series = computed(() => qualitySeries(this.points(), this.chosenMetric()));
  protected readonly description = computed(() =>
    qualityWords(this.series(), this.chosenMetric() || 'any metric', this.write()),
  );

  protected choose(queryParams: { readonly prompt?: string; readonly metric: string | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
