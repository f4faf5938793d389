import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { Session } from '../session/session';
import { Theme, THEME_CHOICES } from '../theme/theme';
import { Notices } from './notices';
import { passwordProblems } from './password';
import { roleMay } from './roles';
import { showSettingsPage } from './show-settings-page';

/** What concerns the signed-in person alone: password, theme, the way out. */
@Component({
  selector: 'pr-account',
  imports: [Control, Field, Form, MatButton, MatIcon, ProblemBanner],
  templateUrl: './account.html',
  styleUrls: ['./page.css', './account.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Account {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly theme = inject(Theme);
  protected readonly themes = THEME_CHOICES.map((choice) => ({
    choice,
    label: choice === 'light' ? 'Light' : choice === 'dark' ? 'Dark' : 'As the system',
    icon: choice === 'light' ? 'sun' : choice === 'dark' ? 'moon' : 'system',
  }));
  protected readonly person = this.session.person;
  protected readonly roleMay = computed(() => roleMay(this.person()?.role));
  protected readonly submission = new Submission();
  protected readonly leaving = new Submission();
  protected readonly passwordShown = signal(false);

  constructor() {
    showSettingsPage('account');
  }

  protected async changePassword(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const currentPassword = textOf(form, 'currentPassword');
    const newPassword = textOf(form, 'newPassword');
    const missing = currentPassword
      ? []
      : [{ field: 'currentPassword', message: 'is needed, so that nobody else can do this' }];
    if (!this.submission.check([...missing, ...passwordProblems('newPassword', newPassword)])) return;
    const changed = await this.submission.run(async () => {
      await firstValueFrom(this.http.put('/api/v1/auth/password', { currentPassword, newPassword }));
    });
    if (!changed) return;
    form.reset();
    this.passwordShown.set(false);
    this.notices.done('Your password is changed. Your other sessions have ended.');
  }

  protected async signOut(): Promise<void> {
    if (await this.leaving.run(() => this.session.signOut())) await this.router.navigate(['/sign-in']);
  }
}
