import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  output,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Moment } from '../time/moment';
import type { ConflictChoice } from './plan-conflict';
import type { PlanDifference } from './plan-differences';

const CHANGED_BY = { them: 'they changed it', you: 'you changed it', both: 'both changed it' } as const;

/** Two people changed the same draft: what each has, and how to go on. */
@Component({
  selector: 'pr-draft-conflict',
  imports: [MatButton, Moment],
  templateUrl: './draft-conflict.html',
  styleUrl: './draft-conflict.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DraftConflict {
  /** Who changed it. */
  readonly by = input.required<string>();
  /** ISO 8601. */
  readonly at = input.required<string>();
  readonly differences = input.required<readonly PlanDifference[]>();
  /** The changes do not touch each other. */
  readonly mergeable = input.required<boolean>();
  readonly busy = input(false);
  readonly chosen = output<ConflictChoice>();

  protected readonly changedBy = CHANGED_BY;
  protected readonly hasMine = computed(() => this.differences().some(({ by }) => by !== 'them'));
  protected readonly hasTheirs = computed(() => this.differences().some(({ by }) => by !== 'you'));
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');

  constructor() {
    // It is why nothing was saved, and may be far above the button that was pressed.
    afterNextRender(() => this.show());
  }

  /** Brings it to eyes and ears. */
  show(): void {
    this.title().nativeElement.focus();
  }
}
