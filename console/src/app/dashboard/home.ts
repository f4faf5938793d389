import { BreakpointObserver } from '@angular/cdk/layout';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { BarChart } from '../charts/bar-chart';
import { ACCENT } from '../charts/series';
import { formatCompact, formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { listed } from '../table/listed';
import { english } from '../time/english';
import { Now } from '../time/now';
import type { Consumer, Dashboard, Deliveries, MetricKind } from './dashboard-api';
import { DecidedLately } from './decided-lately';
import { FirstSteps } from './first-steps';
import { HomeHealth } from './home-health';
import { Movers } from './movers-list';
import { moversOf } from './movers';
import { NeedsYou } from './needs-you';
import { needsOf } from './needs';
import { PromptUsageTable } from './prompt-usage-table';
import { QualityOverTime } from './quality-over-time';

const SPANS = [7, 14, 30, 90];
const MOST_CONSUMERS = 200;
const PHONE = '(max-width: 639px)';

/** What a team looks at first: what needs a person, what was decided, how prompts do. */
@Component({
  selector: 'pr-home',
  imports: [
    BarChart,
    DecidedLately,
    FirstSteps,
    HomeHealth,
    Movers,
    NeedsYou,
    ProblemBanner,
    PromptUsageTable,
    QualityOverTime,
    RouterLink,
  ],
  templateUrl: './home.html',
  styleUrl: './home.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Home {
  /** From the query. */
  readonly days = input<string>();
  readonly prompt = input<string>();
  readonly metric = input<string>();

  /** There the page folds what nobody has to act on. */
  protected readonly isPhone = toSignal(
    inject(BreakpointObserver)
      .observe(PHONE)
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );
  protected readonly spans = SPANS;
  protected readonly span = computed(() => SPANS.find((days) => String(days) === this.days()) ?? 7);
  protected readonly found = listed<Dashboard>(() => ({
    url: '/api/v1/dashboard',
    params: { days: this.span() },
  }));
  private readonly consumersFound = listed<{ readonly items: readonly Consumer[] }>(() => ({
    url: '/api/v1/consumers',
    params: { pageSize: MOST_CONSUMERS },
  }));
  private readonly deliveriesFound = listed<Deliveries>(() => ({ url: '/api/v1/mlflow', params: {} }));
  private readonly metricsFound = listed<{ readonly items: readonly MetricKind[] }>(() => ({
    url: '/api/v1/metrics',
    params: { pageSize: MOST_CONSUMERS },
  }));

  protected readonly dashboard = this.found.latest;
  protected readonly consumers = computed(() => this.consumersFound.latest()?.items);
  protected readonly deliveries = this.deliveriesFound.latest;
  protected readonly metrics = computed(() => this.metricsFound.latest()?.items ?? []);
  protected readonly needs = computed(() => {
    const dashboard = this.dashboard();
    return dashboard && needsOf(dashboard, this.consumers(), this.deliveries(), this.metrics());
  });
  protected readonly running = computed(
    () => this.dashboard()?.experiments.filter(({ status }) => status === 'running').length ?? 0,
  );
  protected readonly paused = computed(
    () => this.dashboard()?.experiments.filter(({ status }) => status === 'paused') ?? [],
  );
  protected readonly movers = computed(() => moversOf(this.dashboard()?.prompts ?? [], this.metrics()));
  /** Nothing was ever recorded, as far as can be seen. */
  protected readonly isNew = computed(() => {
    const { experiments, decisions, prompts, days } = this.dashboard() ?? {};
    return (
      experiments?.length === 0 &&
      decisions?.length === 0 &&
      prompts?.length === 0 &&
      days?.every(({ uses }) => uses === 0) === true
    );
  });
  protected readonly bars = computed(() =>
    (this.dashboard()?.days ?? []).map(({ day, uses }) => ({
      name: new Date(`${day}T00:00:00Z`).toLocaleDateString(english(), {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      }),
      value: uses,
      colour: ACCENT,
    })),
  );
  private readonly total = computed(() => {
    const days = this.dashboard()?.days ?? [];
    return days.reduce(
      (sum, day) => ({
        uses: sum.uses + day.uses,
        errors: sum.errors + day.errors,
        fromFile: sum.fromFile + day.fromFile,
        flagged: sum.flagged + day.flagged,
      }),
      { uses: 0, errors: 0, fromFile: 0, flagged: 0 },
    );
  });
  /** Each a number with where it comes from. */
  protected readonly sums = computed(() => {
    const { uses, errors, fromFile, flagged } = this.total();
    const from = this.dashboard()?.from;
    return [
      { count: formatCount(uses), word: uses === 1 ? 'use' : 'uses', params: { from } },
      {
        count: formatCount(errors),
        word: errors === 1 ? 'error' : 'errors',
        params: { from, status: 'error' },
      },
      { count: formatCount(fromFile), word: 'from prompt files', params: { from, source: 'file' } },
      { count: formatCount(flagged), word: 'flagged', params: { from, flag: 'any' } },
    ];
  });
  protected readonly writeUses = (uses: number) => formatCompact(uses);

  constructor() {
    inject(Breadcrumbs).show([{ label: 'Home' }]);
    const now = inject(Now);
    const first = now.value();
    effect(() => {
      if (now.value() === first || document.visibilityState !== 'visible') return;
      untracked(() => this.reload());
    });
  }

  protected reload(): void {
    for (const { resource } of [this.found, this.consumersFound, this.deliveriesFound])
      if (!resource.isLoading()) resource.reload();
  }

  /** So many times 24 hours begin and end within a day, which makes one more of them. */
  protected daysWords(): string {
    return this.bars().length > this.span()
      ? 'Days in UTC; only parts of the first and the last are in it.'
      : '';
  }

  protected usesWords(): string {
    return `Uses of all prompts by day, UTC: ${formatCount(this.total().uses)} in ${this.bars().length} days.`;
  }
}
