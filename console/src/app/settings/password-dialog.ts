import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { generatePassword, passwordProblems } from './password';
import { SecretOnce } from './secret-once';
import type { User } from './settings-api';

/** Gives another person a new password, shown once. Closes with true when it was changed. */
@Component({
  selector: 'pr-password-dialog',
  imports: [
    Control,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogContent,
    MatDialogTitle,
    ProblemBanner,
    SecretOnce,
  ],
  template: `
    <form #form [prForm]="submission" (submit)="save($event, form)">
      <h2 mat-dialog-title>{{ set() ? 'New password set' : 'Set a new password for ' + user.name }}</h2>
      <mat-dialog-content>
        @if (set(); as password) {
          <pr-secret-once
            [secret]="password"
            warning="This is the only time it is shown. Copy it now, and give it to them in private."
            copyLabel="Copy the password"
          />
        } @else {
          <p>{{ user.email }} is signed out everywhere, and signs in with the new password from then on.</p>
          <pr-field
            name="password"
            label="Password"
            hint="Generated. Type another if you like; at least 12 characters."
          >
            <input prControl type="text" class="mono" maxlength="200" spellcheck="false" [value]="proposal" />
          </pr-field>
          @if (submission.problem(); as problem) {
            <pr-problem-banner [problem]="problem" [retryable]="false" />
          }
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        @if (set()) {
          <button matButton="filled" type="button" (click)="close()">Done</button>
        } @else {
          <button matButton type="button" (click)="close()">Cancel</button>
          <button matButton="filled" type="submit">Set password</button>
        }
      </mat-dialog-actions>
    </form>
  `,
  styleUrls: ['../confirm/dialog.css', './dialog-form.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown.escape)': 'close()' },
})
export class PasswordDialog {
  protected readonly user = inject<User>(MAT_DIALOG_DATA);
  protected readonly proposal = generatePassword();
  protected readonly submission = new Submission();
  protected readonly set = signal('');
  private readonly http = inject(HttpClient);
  private readonly opened = inject<MatDialogRef<PasswordDialog, boolean>>(MatDialogRef);

  protected async save(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const password = textOf(form, 'password');
    if (!this.submission.check(passwordProblems('password', password))) return;
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.patch(`/api/v1/users/${this.user.id}`, { password }));
    });
    if (done) this.set.set(password);
  }

  protected close(): void {
    this.opened.close(this.set() !== '');
  }
}
