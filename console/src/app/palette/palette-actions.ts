import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import { toProblem } from '../problem/problem';
import { Session } from '../session/session';
import { SETTINGS_PAGES } from '../shell/settings-pages';
import { Theme, THEME_CHOICES, type ThemeChoice } from '../theme/theme';
import type { PaletteItem } from './palette-items';

const THEME_WORDS: Readonly<Record<ThemeChoice, { readonly title: string; readonly icon: string }>> = {
  light: { title: 'Light theme', icon: 'sun' },
  dark: { title: 'Dark theme', icon: 'moon' },
  system: { title: 'Theme as the system', icon: 'system' },
};

/** What can be done, and which pages there are, as far as the person may. */
@Injectable({ providedIn: 'root' })
export class PaletteActions {
  private readonly session = inject(Session);
  private readonly theme = inject(Theme);
  private readonly router = inject(Router);
  private readonly snackBar = inject(MatSnackBar);

  items(): readonly PaletteItem[] {
    const scopes = this.session.person()?.scopes ?? [];
    const mayWrite = scopes.includes('write') || scopes.includes('admin');
    return [
      ...(mayWrite ? WRITING : []),
      ...PAGES,
      ...SETTINGS_PAGES.flatMap(({ pages }) => pages)
        .filter(({ adminOnly }) => !adminOnly || scopes.includes('admin'))
        .map(({ path, label }) => page(`/settings/${path}`, label, 'settings', 'settings')),
      ...THEME_CHOICES.map((choice) => ({ key: `theme:${choice}`, ...THEME_WORDS[choice], detail: 'theme' })),
      { key: 'sign-out', icon: 'sign-out', title: 'Sign out', detail: 'account', also: 'log out' },
    ];
  }

  /** Does what an item without an address stands for. */
  async do(key: string): Promise<void> {
    const choice = THEME_CHOICES.find((known) => key === `theme:${known}`);
    if (choice) this.theme.choice.set(choice);
    if (key !== 'sign-out') return;
    try {
      await this.session.signOut();
      await this.router.navigate(['/sign-in']);
    } catch (error) {
      this.snackBar.open(`You are still signed in: ${toProblem(error).title}.`, 'Dismiss', {
        duration: 8_000,
      });
    }
  }
}

const WRITING: readonly PaletteItem[] = [
  { ...page('/prompts/-/new', 'New prompt', 'add', 'action'), also: 'create write' },
  {
    key: 'import',
    icon: 'upload',
    title: 'Import prompt files',
    detail: 'action',
    also: 'upload seed',
    to: { commands: ['/prompts'], queryParams: { import: true } },
  },
  { ...page('/experiments/new', 'New experiment', 'add', 'action'), also: 'create plan' },
];

const PAGES: readonly PaletteItem[] = [
  page('/', 'Home', 'right', 'page'),
  page('/prompts', 'Prompts', 'right', 'page'),
  page('/experiments', 'Experiments', 'right', 'page'),
  page('/traces', 'Traces', 'right', 'page'),
];

function page(path: string, title: string, icon: string, detail: string): PaletteItem {
  return { key: `page:${path}`, icon, title, detail, to: { commands: [path] } };
}
