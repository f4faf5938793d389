import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { type Change } from '../live/change';
import { LiveChanges } from '../live/live-changes';
import type { JumpTargets } from './palette-items';

const NONE: JumpTargets = { prompts: [], experiments: [] };
/** Drafts of experiments come without a change in the stream. */
const OLD_MS = 60_000;

/** The names that the palette searches, read when it opens and something may have changed since. */
@Injectable({ providedIn: 'root' })
export class Targets {
  private readonly http = inject(HttpClient);
  private readonly changes = inject(LiveChanges);
  private readonly known = signal<JumpTargets>(NONE);
  readonly current = this.known.asReadonly();
  /** The last reading failed: what is known may be old, or nothing. */
  readonly failed = signal(false);
  readonly reading = signal(false);
  private readAt = 0;
  private readAfter: Change | null = null;
  private answer: Promise<void> = Promise.resolve();

  refresh(): void {
    const after = this.changes.change();
    if (this.reading() || (after === this.readAfter && Date.now() - this.readAt < OLD_MS)) return;
    this.answer = this.read(after);
  }

  /** Waits for the reading that is under way, if one is. */
  settled(): Promise<void> {
    return this.answer;
  }

  private async read(after: Change | null): Promise<void> {
    this.reading.set(true);
    try {
      this.known.set(await firstValueFrom(this.http.get<JumpTargets>('/api/v1/jump-targets')));
      this.readAt = Date.now();
      this.readAfter = after;
      this.failed.set(false);
    } catch {
      this.failed.set(true); // the palette says so; its actions work all the same
    } finally {
      this.reading.set(false);
    }
  }
}
