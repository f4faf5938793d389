import { inject, Injectable, signal } from '@angular/core';
import { Session } from '../session/session';

const MOST = 7;

/** What a person chose last in the palette, kept in this browser. */
@Injectable({ providedIn: 'root' })
export class RecentChoices {
  private readonly session = inject(Session);
  private readonly keys = signal<readonly string[]>([]);
  /** Newest first. */
  readonly current = this.keys.asReadonly();

  /** Reads them again: another page may have added some, and another person may be signed in. */
  refresh(): void {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.place()) ?? '[]');
      this.keys.set(Array.isArray(kept) ? kept.filter((key) => typeof key === 'string').slice(0, MOST) : []);
    } catch {
      this.keys.set([]); // storage is denied by the browser's settings, or somebody else wrote there
    }
  }

  add(key: string): void {
    this.refresh();
    this.keys.update((keys) => [key, ...keys.filter((other) => other !== key)].slice(0, MOST));
    try {
      localStorage.setItem(this.place(), JSON.stringify(this.keys()));
    } catch {
      // Storage is full or denied: they are kept until the page is closed.
    }
  }

  private place(): string {
    return `recent:${this.session.person()?.id ?? ''}`;
  }
}
