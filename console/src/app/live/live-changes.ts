import { DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Session } from '../session/session';
import { type Change, changeOf, together } from './change';

/** `live`: changes come by themselves. `connecting`: they are about to. `off`: they do not; pages show what they last read. */
export type LiveState = 'live' | 'connecting' | 'off';

const STREAM = '/api/v1/snapshot/events';
/** Many changes at once, such as an import, are told as one. */
const GATHER_MS = 250;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
/** After so long unseen, what the stream does not tell of (descriptions, tags, drafts) may have changed too. */
const LONG_UNSEEN_MS = 30_000;
/** A stream that begins so late does so after the page was read: what changed in between, nobody told. */
const LATE_MS = 1_000;

/**
 * What others change, as it happens: follows the server's stream of changes while somebody is signed in and looks at the
 * page. Hidden pages follow nothing, because a browser has few connections for all its pages together; a page that is
 * looked at again hears from the stream's first event whether it missed something.
 */
@Injectable({ providedIn: 'root' })
export class LiveChanges {
  private readonly session = inject(Session);
  private readonly current = signal<LiveState>('off');
  private readonly latest = signal<Change | null>(null);
  private readonly visible = signal(document.visibilityState !== 'hidden');
  readonly state = this.current.asReadonly();
  /** The last change; null before there was one. Every change is another object. */
  readonly change = this.latest.asReadonly();

  private stream: EventSource | null = null;
  private known: number | null = null;
  private readonly startedAt = Date.now();
  private gathered: Change | null = null;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;
  private closedAt: number | null = null;

  constructor() {
    const look = () => this.visible.set(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    effect(() => {
      const wanted = this.visible() && this.session.state() === 'signed-in';
      untracked(() => (wanted ? this.open() : this.close()));
    });
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('visibilitychange', look);
      clearTimeout(this.gathering);
      this.close();
    });
  }

  private open(): void {
    clearTimeout(this.retrying);
    if (this.stream || typeof EventSource === 'undefined') return;
    this.current.set('connecting');
    const stream = new EventSource(STREAM);
    this.stream = stream;
    stream.addEventListener('hello', ({ data }: MessageEvent<string>) => this.onHello(data));
    stream.addEventListener('change', ({ data }: MessageEvent<string>) => this.onChange(data));
    stream.addEventListener('error', () => {
      // The browser tries again by itself, unless the server refused.
      if (stream.readyState !== EventSource.CLOSED) return this.current.set('connecting');
      this.close();
      this.retrying = setTimeout(() => this.open(), this.retryMs * (1 + Math.random()));
      this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2);
    });
  }

  private close(): void {
    clearTimeout(this.retrying);
    if (this.stream) this.closedAt = Date.now();
    this.stream?.close();
    this.stream = null;
    this.current.set('off');
  }

  private onHello(data: string): void {
    const hello = changeOf(data);
    if (!hello) return;
    this.current.set('live');
    this.retryMs = FIRST_RETRY_MS;
    const unseen = this.closedAt !== null && Date.now() - this.closedAt > LONG_UNSEEN_MS;
    this.closedAt = null;
    const isMissed =
      this.known === null ? Date.now() - this.startedAt > LATE_MS : this.known !== hello.revision || unseen;
    if (isMissed) this.tell(hello);
    this.known = hello.revision;
  }

  private onChange(data: string): void {
    const change = changeOf(data);
    if (!change) return;
    this.known = change.revision;
    this.tell(change);
  }

  private tell(change: Change): void {
    this.gathered = together(this.gathered, change);
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.latest.set(this.gathered);
      this.gathered = null;
    }, GATHER_MS);
  }
}
