import { computed, inject, Injectable, signal } from '@angular/core';
import type { SavedDraft } from './experiment-drafts';
import { type ExperimentForm, formOf } from './experiment-form';
import { mergePlans, planDifferences } from './plan-differences';
import { Planning } from './planning';

/** How two people's changes of one draft are brought together. */
export type ConflictChoice = 'both' | 'mine' | 'theirs';

/** What somebody else made of the draft that is being edited; nothing until that is known. One for each page. */
@Injectable()
export class PlanConflict {
  private readonly planning = inject(Planning);

  /** Theirs, while it waits for a person. */
  readonly found = signal<SavedDraft | null>(null);
  private readonly theirs = computed<ExperimentForm | null>(() => {
    const found = this.found();
    return found && formOf(found.experiment, this.planning.metrics());
  });
  readonly differences = computed(() => {
    const theirs = this.theirs();
    return theirs ? planDifferences(this.planning.base(), theirs, this.planning.form()) : [];
  });
  /** Both changes in one; null when they touch. */
  readonly merged = computed(() => {
    const theirs = this.theirs();
    return theirs && mergePlans(this.planning.base(), theirs, this.planning.form());
  });

  /** What the form becomes with a choice, on top of theirs. */
  resultOf(choice: ConflictChoice): { readonly base: ExperimentForm; readonly form: ExperimentForm } | null {
    const theirs = this.theirs();
    if (!theirs) return null;
    const form = { both: this.merged(), mine: this.planning.form(), theirs }[choice];
    return form && { base: theirs, form };
  }
}
