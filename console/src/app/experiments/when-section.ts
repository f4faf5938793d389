import { ChangeDetectionStrategy, Component, inject, linkedSignal } from '@angular/core';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { DurationField } from './duration-field';
import type { ExperimentForm } from './experiment-form';
import { Planning } from './planning';
import { TimeToDecision } from './time-to-decision';

/** Fields that are not seen at first. */
const HIDDEN = [
  'plan.minimumRuntimeMinutes',
  'plan.graceMinutes',
  'plan.minimumUnits',
  'plan.maximumUnits',
  'plan.alpha',
  'plan.power',
];

const MODES = [
  {
    mode: 'hybrid',
    word: 'Hybrid',
    about:
      'Both tests on a split error: quick on the planned effect, exact and without a horizon beside it. The default.',
  },
  {
    mode: 'planned',
    word: 'Planned',
    about: 'One boundary for a planned number of conversations: needs the fewest, by a large-sample test.',
  },
  {
    mode: 'anytime',
    word: 'Anytime',
    about:
      'An exact test without a horizon: for binary and bounded metrics when nobody can say how long it takes.',
  },
] as const;

/** When: how long it takes to find what, the windows, the test, and what happens at the end. */
@Component({
  selector: 'pr-when-section',
  imports: [Control, DurationField, Field, TimeToDecision],
  templateUrl: './when-section.html',
  styleUrls: ['./plan-section.css', './when-section.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhenSection {
  protected readonly planning = inject(Planning);
  protected readonly form = this.planning.form;
  protected readonly modes = MODES;

  /** What is refused opens what hides it; putting it right does not close it under the person's hands. */
  protected readonly moreOpen = linkedSignal<{ refused: boolean; times: number }, boolean>({
    source: () => ({
      refused: this.planning.isRefused(HIDDEN),
      times: this.planning.submission.refused(),
    }),
    computation: ({ refused }, before) => refused || (before?.value ?? false),
  });

  protected chooseMode(mode: ExperimentForm['mode']): void {
    this.planning.tell({ mode });
  }
}
