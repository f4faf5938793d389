import { computed, effect, Injectable, signal } from '@angular/core';

/** What a person can choose; `system` follows the operating system. */
export type ThemeChoice = 'light' | 'dark' | 'system';

export const THEME_CHOICES: readonly ThemeChoice[] = ['light', 'dark', 'system'];

// Also read by public/theme.js, before Angular starts.
const STORAGE_KEY = 'theme';

/** The theme in use: the person's choice, kept in this browser, or the system's. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly choice = signal<ThemeChoice>(storedChoice());
  private readonly systemIsDark = signal(false);
  readonly isDark = computed(() =>
    this.choice() === 'system' ? this.systemIsDark() : this.choice() === 'dark',
  );

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.systemIsDark.set(query.matches);
    query.addEventListener('change', (event) => this.systemIsDark.set(event.matches));
    effect(() => apply(this.choice()));
  }
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
  } catch {
    return 'system'; // storage is denied by the browser's settings
  }
}

function apply(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Storage is denied by the browser's settings: the choice lasts until the page is closed.
  }
}
