import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { adviceFor } from './problem-advice';
import type { Problem } from './problem';

/** What happened, what to do, and a way to try again. */
@Component({
  selector: 'pr-problem-banner',
  imports: [MatButton, MatIcon],
  templateUrl: './problem-banner.html',
  styleUrl: './problem-banner.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemBanner {
  readonly problem = input.required<Problem>();
  /** Off where asking again is done by the form itself. */
  readonly retryable = input(true);
  readonly retry = output();

  protected readonly advice = computed(() => adviceFor(this.problem()));
  protected readonly icon = computed(() => {
    if (this.problem().code === 'OFFLINE') return 'offline';
    return this.problem().status === 403 ? 'lock' : 'warning';
  });
}
