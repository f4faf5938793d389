import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { type Problem, toProblem } from '../problem/problem';
import { ProblemBanner } from '../problem/problem-banner';
import { Theme } from '../theme/theme';
import { safeReturnUrl } from './return-url';
import { Session } from './session';

/** E-mail and password; afterwards back to where the person wanted to go. */
@Component({
  selector: 'pr-sign-in',
  imports: [MatButton, MatIcon, ProblemBanner],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignIn {
  /** Query parameters. */
  readonly return = input<string>();
  readonly expired = input<string>();

  protected readonly problem = signal<Problem | null>(null);
  protected readonly refused = signal(false);
  protected readonly busy = signal(false);
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email');
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  constructor() {
    inject(Theme); // a chosen theme holds here too
    // There is nothing else on this page that anyone would want first, but who is in a field already stays there.
    afterNextRender(() => {
      if (document.activeElement === document.body) this.email().nativeElement.focus();
    });
  }

  protected async signIn(event: Event, email: HTMLInputElement, password: HTMLInputElement): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    this.refused.set(false);
    try {
      await this.session.signIn(email.value.trim(), password.value);
      await this.router.navigateByUrl(safeReturnUrl(this.return()), { replaceUrl: true });
    } catch (error) {
      this.show(toProblem(error));
      password.select();
    } finally {
      this.busy.set(false);
    }
  }

  private show(problem: Problem): void {
    if (problem.status === 401 || problem.status === 422) this.refused.set(true);
    else this.problem.set(problem);
  }
}
