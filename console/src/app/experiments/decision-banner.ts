import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { unbroken } from '../numbers/unbroken';
import { writeNumber } from '../numbers/typed-number';
import { Moment } from '../time/moment';
import type { Experiment } from './experiments-api';
import type { ExperimentResults } from './results-api';
import type { Standing } from './standing';
import { lookIcon } from './status-words';

/** The state of an experiment in words: what, why, and what happens next. */
@Component({
  selector: 'pr-decision-banner',
  imports: [MatIcon, Moment],
  template: `
    @let said = standing();
    <section class="banner {{ said.tone }}" aria-labelledby="standing-title">
      <mat-icon [svgIcon]="icon()" aria-hidden="true" />
      <div class="words">
        <h2 id="standing-title">{{ said.headline }}</h2>
        @for (sentence of said.why; track $index) {
          <p>{{ unbroken(sentence) }}</p>
        }
        @if (said.decided) {
          <p class="decided">{{ unbroken(said.decided) }}</p>
        }
        @if (said.next) {
          <p class="next">{{ unbroken(said.next) }}</p>
        }
      </div>
      <ul class="facts">
        @if (method(); as method) {
          <li>{{ method }} test</li>
        }
        <li class="number">α {{ written(experiment().plan.alpha) }}</li>
        @if (results()?.evaluatedAt; as at) {
          <li>last look <pr-moment [at]="at" /></li>
        }
      </ul>
    </section>
  `,
  styleUrl: './decision-banner.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DecisionBanner {
  readonly experiment = input.required<Experiment>();
  readonly results = input<ExperimentResults>();
  readonly standing = input.required<Standing>();

  protected readonly unbroken = unbroken;
  protected readonly written = writeNumber;
  protected readonly icon = computed(() => lookIcon(this.standing()));
  /** Of the intervals, while nothing is decided; afterwards a sentence says which test did. */
  protected readonly method = computed(() => {
    const { decided, distrusted } = this.standing();
    if (decided || distrusted) return null;
    const { plan } = this.experiment();
    const metric = this.results()?.readOut?.metrics.find(({ name }) => name === plan.primaryMetric);
    return metric?.comparisons[0]?.intervalMethod ?? null;
  });
}
