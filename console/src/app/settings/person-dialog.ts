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
import { roleMay, ROLES } from './roles';
import { SecretOnce } from './secret-once';
import type { User } from './settings-api';

/** Adds a person, or changes the name and role of one; a new person's password is shown once. Closes with true when something changed. */
@Component({
  selector: 'pr-person-dialog',
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
  templateUrl: './person-dialog.html',
  styleUrls: ['../confirm/dialog.css', './dialog-form.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown.escape)': 'close()' },
})
export class PersonDialog {
  /** The person to change; null: a new one. */
  protected readonly user = inject<User | null>(MAT_DIALOG_DATA);
  protected readonly roles = ROLES;
  protected readonly role = signal<string>(this.user?.role ?? 'viewer');
  protected readonly roleMay = roleMay;
  protected readonly proposal = signal(generatePassword());
  protected readonly submission = new Submission({ EMAIL_TAKEN: 'email', LAST_ADMIN: 'role' });
  /** What the new person signs in with. */
  protected readonly added = signal<{ readonly email: string; readonly password: string } | null>(null);
  private readonly http = inject(HttpClient);
  private readonly opened = inject<MatDialogRef<PersonDialog, boolean>>(MatDialogRef);

  protected async save(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const name = textOf(form, 'name').trim();
    const role = this.role();
    const unnamed = name ? [] : [{ field: 'name', message: 'is needed' }];
    if (this.user) return this.change({ name, role }, unnamed);
    const email = textOf(form, 'email').trim();
    const password = textOf(form, 'password');
    const unaddressed = email.includes('@') ? [] : [{ field: 'email', message: 'must be an e-mail address' }];
    if (!this.submission.check([...unnamed, ...unaddressed, ...passwordProblems('password', password)]))
      return;
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.post('/api/v1/users', { email, name, role, password }));
    });
    if (done) this.added.set({ email, password });
  }

  protected close(): void {
    this.opened.close(this.added() !== null);
  }

  private async change(values: object, errors: Parameters<Submission['check']>[0]): Promise<void> {
    if (!this.submission.check(errors)) return;
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.patch(`/api/v1/users/${this.user?.id ?? ''}`, values));
    });
    if (done) this.opened.close(true);
  }
}
