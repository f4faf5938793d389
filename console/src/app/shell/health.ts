import { HttpClient } from '@angular/common/http';
import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { type Health, healthOf, STARTING_HEALTH } from './health-of';

const EVERY_MS = 20_000;
const EVERY_MS_WHEN_UNWELL = 4_000;

/** How the server is, asked now and then while the page is visible, more often while something is wrong. */
@Injectable({ providedIn: 'root' })
export class HealthMonitor {
  private readonly http = inject(HttpClient);
  private readonly state = signal<Health>(STARTING_HEALTH);
  readonly current = this.state.asReadonly();
  private readonly answerCount = signal(0);
  /** How often the server was asked; changes with every answer, also with an equal one. */
  readonly answers = this.answerCount.asReadonly();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor() {
    const ask = () => void this.check();
    const wake = () => document.visibilityState === 'visible' && ask();
    addEventListener('online', ask);
    addEventListener('offline', ask);
    document.addEventListener('visibilitychange', wake);
    inject(DestroyRef).onDestroy(() => {
      this.stopped = true;
      clearTimeout(this.timer);
      removeEventListener('online', ask);
      removeEventListener('offline', ask);
      document.removeEventListener('visibilitychange', wake);
    });
    ask();
  }

  /** Asks now. */
  async check(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.state.set(healthOf(await firstValueFrom(this.http.get('/health/ready')), navigator.onLine));
    } catch (error) {
      // Any failure is itself the answer.
      this.state.set(healthOf(error, navigator.onLine));
    }
    this.askIn(this.state().status === 'ok' ? EVERY_MS : EVERY_MS_WHEN_UNWELL);
    this.answerCount.update((count) => count + 1);
  }

  /** Asks in a few seconds, because something has just failed. */
  askSoon(): void {
    this.askIn(EVERY_MS_WHEN_UNWELL);
  }

  private askIn(delayMs: number): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    // A hidden page asks when it is looked at again.
    this.timer = setTimeout(() => (document.hidden ? undefined : void this.check()), delayMs);
  }
}
