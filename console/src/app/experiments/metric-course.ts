import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { DifferenceChart } from '../charts/difference-chart';
import { LineChart } from '../charts/line-chart';
import type { Series, SeriesPoint } from '../charts/series';
import { formatShare } from '../numbers/format';
import { variantLook } from '../variants/variant-colours';
import type { Experiment, MetricDefinition } from './experiments-api';
import type { Evaluation, ReadOut } from './results-api';
import { isRatio, MetricText } from '../numbers/metric-text';

/** How one metric went over time: the difference of a variant to the control, and every variant's mean so far. */
@Component({
  selector: 'pr-metric-course',
  imports: [DifferenceChart, LineChart],
  templateUrl: './metric-course.html',
  styleUrl: './metric-course.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetricCourse {
  readonly experiment = input.required<Experiment>();
  readonly looks = input.required<readonly Evaluation[]>();
  readonly metrics = input.required<readonly MetricDefinition[]>();
  /** The last figures, which say how each metric is analysed. */
  readonly readOut = input<ReadOut | null>(null);
  readonly metric = input.required<string>();
  /** The one that is drawn when the address names none. */
  readonly standard = input.required<string>();
  /** The compared variant; the first one without. */
  readonly variant = input<string>();
  /** The one that is compared when the address names none. */
  readonly leading = input<string>();

  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  // By what they depend on, so that a newer look at the same figures draws nothing anew.
  private readonly definition = computed(() => this.metrics().find(({ name }) => name === this.metric()));
  private readonly isRatio = computed(() =>
    isRatio(this.readOut()?.metrics.find(({ name }) => name === this.metric())),
  );
  private readonly text = computed(() => new MetricText(this.definition(), this.isRatio()));
  protected readonly writeValue = computed(() => this.text().value);
  protected readonly writeChange = computed(() => this.text().change);
  /** Looks are seen from the start on, so that even one of them has a place in time. */
  protected readonly since = computed(() => {
    const { startAt } = this.experiment();
    return startAt === null ? null : Date.parse(startAt);
  });
  /** No difference is larger than the range that the metric has. */
  protected readonly most = computed(() => {
    const { kind, minimum = null, maximum = null } = this.definition() ?? {};
    if (this.isRatio()) return null;
    if (kind === 'binary') return 1;
    return minimum === null || maximum === null ? null : maximum - minimum;
  });
  protected readonly possible = computed<readonly [number, number] | null>(() => {
    const { kind, minimum = null, maximum = null } = this.definition() ?? {};
    if (kind === 'binary') return [0, 1];
    return minimum === null || maximum === null ? null : [minimum, maximum];
  });
  protected readonly names = computed(() => {
    const { plan } = this.experiment();
    return [plan.primaryMetric, ...plan.secondaryMetrics, ...plan.guardrails.map(({ metric }) => metric)];
  });
  protected readonly compared = computed(() =>
    this.experiment()
      .variants.map((variant, index) => ({ ...variant, letter: variantLook(index).letter }))
      .slice(1),
  );
  protected readonly index = computed(() =>
    Math.max(
      1,
      this.experiment().variants.findIndex(({ name }) => name === this.variant()),
    ),
  );
  protected readonly look = computed(() => variantLook(this.index()));
  protected readonly chosen = computed(() => this.experiment().variants[this.index()]?.name ?? '');
  protected readonly differences = computed<readonly SeriesPoint[]>(() => {
    const shown = this.text().shown;
    return this.looks().flatMap(({ at, figures }) => {
      const found = figures.metrics
        .find(({ name }) => name === this.metric())
        ?.comparisons.find(({ variant }) => variant === this.chosen());
      if (!found || found.difference === null) return [];
      const [low, high] = found.interval ?? [null, null];
      return [
        {
          x: Date.parse(at),
          y: shown(found.difference),
          low: low === null ? null : shown(low),
          high: high === null ? null : shown(high),
        },
      ];
    });
  });
  protected readonly means = computed<readonly Series[]>(() =>
    this.experiment().variants.map(({ name }, index) => {
      const look = variantLook(index);
      return {
        name: `${look.letter} ${name}`,
        mark: look.letter,
        colour: look,
        dash: look.dash,
        points: this.looks().flatMap(({ at, figures }) => {
          const mean = figures.metrics
            .find((metric) => metric.name === this.metric())
            ?.variants.find((variant) => variant.name === name)?.mean;
          return mean === null || mean === undefined ? [] : [{ x: Date.parse(at), y: mean }];
        }),
      };
    }),
  );
  protected readonly differenceWords = computed(() => {
    const last = this.differences().at(-1);
    if (!last || last.y === null) return 'No difference is known yet.';
    const text = this.writeChange();
    const interval =
      typeof last.low === 'number' && typeof last.high === 'number'
        ? `, interval ${text(last.low)} to ${text(last.high)}`
        : '';
    return `At the last of ${this.looks().length} looks the difference of ${this.chosen()} to the control is ${text(last.y)}${interval}. The boundary is crossed when the interval leaves zero behind.`;
  });
  protected readonly meanWords = computed(
    () =>
      `Means so far: ${this.means()
        .map(({ name, points }) => `${name} ${this.writeValue()(points.at(-1)?.y)}`)
        .join(', ')}.`,
  );
  protected readonly progress = computed(() => formatShare(this.looks().at(-1)?.figures.progress));

  protected choose(key: 'metric' | 'variant', value: string): void {
    const standard = key === 'metric' ? this.standard() : (this.leading() ?? this.compared()[0]?.name);
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { [key]: value === standard ? null : value },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
