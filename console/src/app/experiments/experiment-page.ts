import { NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { csvOf, fileName, saveFile } from '../charts/save-file';
import { formatSetShare } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { Now } from '../time/now';
import type { ServedState } from './act-words';
import { decidingMetric } from './decided-by';
import { DecisionBanner } from './decision-banner';
import { DecisionRecord } from './decision-record';
import { EventLog } from './event-log';
import { ExperimentActs } from './experiment-acts';
import { ExperimentSource } from './experiment-source';
import { ExposureFunnel } from './exposure-funnel';
import { HealthPanel } from './health-panel';
import { sectionNotes } from './section-notes';
import { leadingVariant } from './leading-variant';
import { MetricCourse } from './metric-course';
import { PageSection } from './page-section';
import { PlanFacts } from './plan-facts';
import { resultsCsv } from './results-csv';
import { ResultsTable } from './results-table';
import { standingOf } from './standing';
import { ageWords, leftWords, lookIcon } from './status-words';
import { VariantDifferences } from './variant-differences';
import { VariantLinks } from './variant-links';

/** One experiment: where it stands in words, the figures, whether they can be trusted, and what can be done. */
@Component({
  selector: 'pr-experiment-page',
  imports: [
    DecisionBanner,
    DecisionRecord,
    EventLog,
    ExperimentActs,
    ExposureFunnel,
    HealthPanel,
    MatIcon,
    MatIconButton,
    MatTooltip,
    MetricCourse,
    NgTemplateOutlet,
    PageSection,
    PlanFacts,
    ProblemBanner,
    ResultsTable,
    RouterLink,
    VariantDifferences,
    VariantLinks,
  ],
  templateUrl: './experiment-page.html',
  styleUrl: './experiment-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExperimentPage {
  /** From the path and the query. */
  readonly id = input.required<string>();
  readonly metric = input<string>();
  readonly variant = input<string>();

  private readonly now = inject(Now);
  protected readonly source = new ExperimentSource(this.id);
  protected readonly experiment = this.source.experiment;
  protected readonly results = this.source.results;
  /** Apart from the experiment, so that a change of it does not forget what the prompt serves. */
  private readonly promptId = computed(() => this.experiment()?.promptId);
  private readonly prompt = httpResource<ServedState>(() => {
    const promptId = this.promptId();
    return promptId === undefined ? undefined : `/api/v1/prompts/${promptId}`;
  });
  protected readonly served = computed(() => (this.prompt.hasValue() ? this.prompt.value() : undefined));

  protected readonly standing = computed(() => {
    const experiment = this.experiment();
    return experiment
      ? standingOf(experiment, this.results(), this.source.metrics(), this.source.series(), this.served())
      : undefined;
  });
  protected readonly icon = computed(() => {
    const standing = this.standing();
    return standing ? lookIcon(standing) : '';
  });
  /** Drawn unless another is asked for: what decided, and else what is meant to. */
  protected readonly standard = computed(() => {
    const experiment = this.experiment();
    return experiment ? (decidingMetric(experiment) ?? experiment.plan.primaryMetric) : '';
  });
  protected readonly drawn = computed(() => {
    const readOut = this.results()?.readOut;
    const asked = readOut?.metrics.find(({ name }) => name === this.metric());
    return asked?.name ?? this.standard();
  });
  /** Whom the banner speaks of: drawn and compared unless another is asked for. */
  protected readonly leading = computed(() => {
    const experiment = this.experiment();
    return experiment && leadingVariant(experiment, this.results());
  });
  protected readonly notes = computed(() => sectionNotes(this.experiment(), this.results()));
  protected readonly timing = computed(() => {
    const experiment = this.experiment();
    if (!experiment || experiment.endAt !== null) return '';
    const left = leftWords(this.results()?.outlook?.daysLeft);
    return [ageWords(experiment.startAt, this.now.value()), left].filter((words) => words !== '').join(' · ');
  });
  /** Of one that is over, what it was. */
  protected readonly traffic = computed(() => {
    const { trafficShare = 0, endAt = null } = this.experiment() ?? {};
    return { word: endAt === null ? 'traffic' : 'traffic was', share: formatSetShare(trafficShare) };
  });

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() =>
      breadcrumbs.show([
        { label: 'Experiments', link: ['/experiments'] },
        { label: this.experiment()?.name ?? 'Experiment' },
      ]),
    );
  }

  protected reload(): void {
    this.source.reload();
    this.prompt.reload();
  }

  protected print(): void {
    window.print();
  }

  protected saveResults(): void {
    const [experiment, results] = [this.experiment(), this.results()];
    if (experiment && results)
      saveFile(
        `${fileName(experiment.name, 'results')}.csv`,
        csvOf(resultsCsv(experiment, results, this.source.metrics())),
      );
  }
}
