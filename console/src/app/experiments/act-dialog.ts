import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { formatSetShare } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import {
  type ActContext,
  completeConsequences,
  growConsequences,
  promoteConsequences,
  stopConsequences,
  undoConsequences,
} from './act-words';

/** The actions that ask for more than a yes. */
export type AskingAct = 'stop' | 'complete' | 'grow' | 'promote' | 'undo-promotion';

/** What the dialog is about, and what is sent when the person agrees. */
export interface ActQuestion {
  readonly act: AskingAct;
  readonly context: ActContext;
  send(body: object): Promise<void>;
}

const PERCENT = 100;

/** Asks for what an action needs, and says what it does to live traffic with what is filled in. Closes with true when done. */
@Component({
  selector: 'pr-act-dialog',
  imports: [
    Control,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogContent,
    MatDialogTitle,
    ProblemBanner,
  ],
  templateUrl: './act-dialog.html',
  styleUrls: ['../confirm/dialog.css', './act-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ActDialog {
  protected readonly question = inject<ActQuestion>(MAT_DIALOG_DATA);
  protected readonly submission = new Submission();
  private readonly opened = inject<MatDialogRef<ActDialog, boolean>>(MatDialogRef);
  protected readonly experiment = this.question.context.experiment;
  protected readonly least = Math.ceil(this.experiment.trafficShare * PERCENT);

  protected readonly immediate = signal(false);
  protected readonly winner = signal(this.suggestedWinner());
  protected readonly promote = signal(false);
  protected readonly percent = signal(PERCENT);
  /** Whether what is served changed meanwhile, which the person has to agree with. */
  protected readonly moved = computed(() => this.submission.problem()?.code === 'SERVED_MOVED');

  protected readonly title = computed(() => {
    const { name } = this.experiment;
    switch (this.question.act) {
      case 'stop':
        return `Stop “${name}”?`;
      case 'complete':
        return `Complete “${name}”`;
      case 'grow':
        return `Let more conversations into “${name}”`;
      case 'promote':
        return `Promote ${this.experiment.winner}?`;
      case 'undo-promotion':
        return 'Undo the promotion?';
    }
  });
  protected readonly button = computed(() => {
    switch (this.question.act) {
      case 'stop':
        return 'Stop experiment';
      case 'complete':
        return this.winner() && this.promote() ? 'Complete and promote' : 'Complete experiment';
      case 'grow':
        return `Let in ${formatSetShare(this.percent() / PERCENT)}`;
      case 'promote':
        return this.moved() ? 'Promote anyway' : 'Promote';
      case 'undo-promotion':
        return this.moved() ? 'Undo anyway' : 'Undo promotion';
    }
  });
  protected readonly consequences = computed(() => {
    const { act, context } = this.question;
    switch (act) {
      case 'stop':
        return stopConsequences(context, this.immediate());
      case 'complete':
        return completeConsequences(context, this.winningVariant(), this.promote());
      case 'grow':
        return growConsequences(context, this.percent() / PERCENT);
      case 'promote':
        return promoteConsequences(context);
      case 'undo-promotion':
        return undoConsequences(context);
    }
  });

  protected async submit(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const reason = textOf(form, this.question.act === 'complete' ? 'conclusion' : 'reason').trim();
    const needed = { stop: 'reason', complete: 'conclusion' }[this.question.act as string];
    if (!this.submission.check(needed && !reason ? [{ field: needed, message: 'is needed' }] : [])) return;
    const approve = this.moved();
    if (await this.submission.run(() => this.question.send(this.body(reason, approve))))
      this.opened.close(true);
  }

  protected close(): void {
    this.opened.close(false);
  }

  protected numberOf(text: string): void {
    const percent = Number(text);
    this.percent.set(Math.max(this.least, Math.min(PERCENT, Number.isFinite(percent) ? percent : PERCENT)));
  }

  private winningVariant() {
    return this.experiment.variants.find(({ name }) => name === this.winner()) ?? null;
  }

  private body(reason: string, approve: boolean): object {
    switch (this.question.act) {
      case 'stop':
        return { reason, immediate: this.immediate() };
      case 'complete': {
        const winner = this.winningVariant()?.name ?? null;
        return { winner, conclusion: reason, promote: winner !== null && this.promote() };
      }
      case 'grow':
        return { trafficShare: this.percent() / PERCENT };
      default:
        return { ...(reason ? { reason } : {}), ...(approve ? { approve } : {}) };
    }
  }

  private suggestedWinner(): string {
    const { context } = this.question;
    return context.results?.reasons.find(({ code }) => code === 'significantly_better')?.variant ?? '';
  }
}
