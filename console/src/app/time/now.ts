import { Injectable, signal } from '@angular/core';

const TICK_MS = 30_000;

/** The current time, moved on twice a minute so that "2 min. ago" does not grow old on an open page. */
@Injectable({ providedIn: 'root' })
export class Now {
  private readonly current = signal(new Date());
  readonly value = this.current.asReadonly();

  constructor() {
    setInterval(() => this.current.set(new Date()), TICK_MS);
  }
}
