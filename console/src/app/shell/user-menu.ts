import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatSnackBar } from '@angular/material/snack-bar';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { toProblem } from '../problem/problem';
import { Session } from '../session/session';
import { Theme, THEME_CHOICES } from '../theme/theme';

/** The theme, who is signed in with which role, and the way out. */
@Component({
  selector: 'pr-user-menu',
  imports: [MatIcon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip, RouterLink],
  templateUrl: './user-menu.html',
  styleUrl: './user-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserMenu {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly snackBar = inject(MatSnackBar);
  protected readonly theme = inject(Theme);
  protected readonly choices = THEME_CHOICES;
  protected readonly themeIcons = { light: 'sun', dark: 'moon', system: 'system' } as const;
  protected readonly person = this.session.person;
  protected readonly displayName = computed(() => this.person()?.name || this.person()?.email || '');
  protected readonly initial = computed(() => [...this.displayName()][0]?.toUpperCase() ?? '');
  protected readonly leaving = signal(false);

  protected async signOut(): Promise<void> {
    this.leaving.set(true);
    try {
      await this.session.signOut();
      await this.router.navigate(['/sign-in']);
    } catch (error) {
      this.snackBar.open(`You are still signed in: ${toProblem(error).title}.`, 'Dismiss', {
        duration: 8_000,
      });
    } finally {
      this.leaving.set(false);
    }
  }
}
