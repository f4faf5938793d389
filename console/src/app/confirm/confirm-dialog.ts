import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { Submission } from '../form/submission';
import { ProblemBanner } from '../problem/problem-banner';

/** What a person is asked, and what is done when they agree. */
export interface Question {
  /** A question that names the thing: "Revoke “energy agents”?". */
  readonly title: string;
  /** What it means, who is affected, whether it can be undone; a paragraph each. */
  readonly consequences: readonly string[];
  /** The effect as a verb: "Revoke key". */
  readonly action: string;
  readonly destructive?: boolean;
  act(): Promise<void>;
}

/** The question, and whatever the server says to the answer. */
@Component({
  selector: 'pr-confirm-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, ProblemBanner],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      @for (consequence of question.consequences; track $index) {
        <p>{{ consequence }}</p>
      }
      @if (submission.problem(); as problem) {
        <pr-problem-banner [problem]="problem" [retryable]="false" />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton type="button" data-cancel [mat-dialog-close]="false">Cancel</button>
      <button
        matButton="filled"
        type="button"
        data-act
        [class.destructive]="question.destructive"
        [attr.aria-busy]="submission.busy() || null"
        (click)="act()"
      >
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styleUrl: './dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly submission = new Submission();
  private readonly opened = inject<MatDialogRef<ConfirmDialog, boolean>>(MatDialogRef);

  protected async act(): Promise<void> {
    if (await this.submission.run(() => this.question.act())) this.opened.close(true);
  }
}
