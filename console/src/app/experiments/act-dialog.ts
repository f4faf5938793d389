import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  signal,
  untracked,
} from '@angular/core';
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
  growError,
  promoteConsequences,
  servesAlready,
  shareOf,
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
  protected readonly now = formatSetShare(this.experiment.trafficShare);

  protected readonly immediate = signal(false);
  protected readonly winner = signal(this.suggestedWinner());
  protected readonly promote = signal(false);
  /** Words that the prompt serves already need no promotion. */
  protected readonly mayPromote = computed(() => {
    const winner = this.winningVariant();
    return winner !== null && !servesAlready(winner.version, this.question.context.served);
  });
  /** In percent, letter by letter as it is typed: what the button says is what is sent. */
  protected readonly typed = signal(String(PERCENT));
  private readonly share = computed(() => shareOf(this.typed()));
  protected readonly shareError = computed(() =>
    this.question.act === 'grow' ? growError(this.share(), this.experiment.trafficShare) : '',
  );
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
        return this.mayPromote() && this.promote() ? 'Complete and promote' : 'Complete experiment';
      case 'grow':
        return this.shareError() ? 'Let in more' : `Let in ${formatSetShare(this.share() ?? 1)}`;
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
        return completeConsequences(context, this.winningVariant(), this.mayPromote() && this.promote());
      case 'grow':
        return this.shareError() ? [] : growConsequences(context, this.share() ?? 1);
      case 'promote':
        return promoteConsequences(context);
      case 'undo-promotion':
        return undoConsequences(context);
    }
  });

  constructor() {
    effect(() => {
      const message = this.shareError();
      untracked(() => this.submission.check(message ? [{ field: 'trafficShare', message }] : []));
    });
  }

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

  private winningVariant() {
    return this.experiment.variants.find(({ name }) => name === this.winner()) ?? null;
  }

  private body(reason: string, approve: boolean): object {
    switch (this.question.act) {
      case 'stop':
        return { reason, immediate: this.immediate() };
      case 'complete': {
        const winner = this.winningVariant()?.name ?? null;
        return { winner, conclusion: reason, promote: this.mayPromote() && this.promote() };
      }
      case 'grow':
        return { trafficShare: this.share() };
      default:
        return { ...(reason ? { reason } : {}), ...(approve ? { approve } : {}) };
    }
  }

  private suggestedWinner(): string {
    const { context } = this.question;
    return context.results?.reasons.find(({ code }) => code === 'significantly_better')?.variant ?? '';
  }
}
