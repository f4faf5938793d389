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
    clearTimeout(this.timer); // another check may have ended meanwhile
    if (this.stopped) return;
    const delayMs = this.state().status === 'ok' ? EVERY_MS : EVERY_MS_WHEN_UNWELL;
    this.timer = setTimeout(() => (document.hidden ? undefined : void this.check()), delayMs);
  }
}
