import { computed, inject, Injectable, signal } from '@angular/core';
import type { SavedDraft } from './experiment-drafts';
import type { ExperimentForm } from './experiment-form';
import { type ConflictChoice, PlanConflict } from './plan-conflict';
import { type KeptPlan, PlanStore } from './plan-store';
import { Planning } from './planning';

/** What a page begins with, and whether the browser has kept something newer. */
export interface Start {
  /** What is kept is kept under this: the draft's id, or what the address of a new one names. */
  readonly page: string;
  readonly form: ExperimentForm;
  /** When the draft was saved that it is; empty: it is none yet. */
  readonly on: string;
  readonly kept: KeptPlan | null;
}

/** What was typed, and the draft that it stands on; kept in this browser until it is saved. One for each page. */
@Injectable()
export class PlanWork {
  private readonly planning = inject(Planning);
  private readonly conflict = inject(PlanConflict);
  private readonly store = inject(PlanStore);

  /** Null until the page has begun. */
  readonly begun = signal<Pick<Start, 'page' | 'on'> | null>(null);
  /** The draft as the server has it; null until it is saved. */
  readonly saved = signal<SavedDraft | null>(null);
  /** What was typed before is back. */
  readonly restored = signal(false);
  readonly changed = computed(
    () =>
      this.begun() !== null && JSON.stringify(this.planning.form()) !== JSON.stringify(this.planning.base()),
  );

  begin({ page, form, on, kept }: Start, saved: SavedDraft | null): void {
    if (saved) this.hold(saved);
    // Somebody changed the draft since: what was typed still stands on what it began with.
    const isBehind = kept !== null && kept.on !== on;
    this.begun.set({ page, on: isBehind ? kept.on : on });
    this.planning.base.set(isBehind ? kept.base : form);
    this.planning.form.set(kept?.form ?? form);
    this.restored.set(kept !== null && !isBehind);
    this.conflict.found.set(isBehind ? saved : null);
    if (isBehind && saved && this.agreesWith(saved)) this.restored.set(this.changed());
  }

  /** Keeps what differs from the draft. */
  keep(): void {
    const begun = this.begun();
    if (!begun || !this.changed()) return;
    this.store.write(begun.page, { form: this.planning.form(), base: this.planning.base(), on: begun.on });
  }

  /** The form is of that draft from now on. */
  standOn(draft: SavedDraft, base: ExperimentForm, form: ExperimentForm): void {
    const begun = this.begun();
    if (begun) this.store.remove(begun.page);
    this.hold(draft);
    this.begun.set({ page: draft.experiment.id, on: draft.experiment.updatedAt });
    this.restored.set(false);
    this.conflict.found.set(null);
    this.planning.base.set(base);
    this.planning.form.set(form);
    this.keep();
  }

  /** Goes back to what it began with. The answer undoes that. */
  discard(): () => void {
    const before = this.planning.form();
    const begun = this.begun();
    if (begun) this.store.remove(begun.page);
    this.restored.set(false);
    this.planning.form.set(this.planning.base());
    return () => this.planning.form.set(before);
  }

  /** Somebody else changed the draft first. True when nothing is to be decided: nothing of theirs would be lost. */
  meet(theirs: SavedDraft): boolean {
    this.conflict.found.set(theirs);
    this.keep();
    return this.agreesWith(theirs);
  }

  /** Goes on from what somebody else made of the draft. The answer undoes that. */
  settle(choice: ConflictChoice): () => void {
    const [theirs, begun, result] = [this.conflict.found(), this.begun(), this.conflict.resultOf(choice)];
    if (!theirs || !begun || !result) return () => undefined;
    const [base, form] = [this.planning.base(), this.planning.form()];
    this.standOn(theirs, result.base, result.form);
    return () => {
      this.planning.base.set(base);
      this.planning.form.set(form);
      this.begun.set(begun);
      this.conflict.found.set(theirs);
    };
  }

  /** They made the same of it, or nothing in the end; or it was this page, and the answer was lost. */
  private agreesWith(theirs: SavedDraft): boolean {
    const result = this.conflict.resultOf('mine');
    if (!result || theirs.experiment.status !== 'draft') return false;
    if (this.conflict.differences().some(({ by }) => by !== 'you')) return false;
    this.standOn(theirs, result.base, result.form);
    return true;
  }

  private hold(draft: SavedDraft): void {
    this.saved.set(draft);
    this.planning.ownId.set(draft.experiment.id);
  }
}
