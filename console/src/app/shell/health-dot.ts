import { ChangeDetectionStrategy, Component, computed, effect, inject, untracked } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { LiveChanges, type LiveState } from '../live/live-changes';
import { HealthMonitor } from './health';

const LIVE_WORDS: Readonly<Record<LiveState, string>> = {
  live: 'Live: changes by others appear by themselves',
  connecting: 'Live: connecting…',
  off: 'Live: off; reload to see changes by others',
};

/** How the server is, in one word; a click tells more. */
@Component({
  selector: 'pr-health-dot',
  imports: [MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  template: `
    <button type="button" [matMenuTriggerFor]="details" [attr.aria-label]="'Server health: ' + health().word">
      <span class="dot" [attr.data-status]="health().status" aria-hidden="true"></span>
      <span class="word">{{ health().word }}</span>
    </button>
    <mat-menu #details="matMenu" class="health-menu">
      <div
        class="details"
        (click)="$event.stopPropagation()"
        (keydown.tab)="$event.stopPropagation()"
        role="presentation"
      >
        <strong>Server {{ health().word }}</strong>
        <p>{{ health().explanation }}</p>
        @for (detail of health().details; track detail) {
          <p class="meta number">{{ detail }}</p>
        }
        <p class="meta">{{ live() }}</p>
      </div>
      <button mat-menu-item type="button" (click)="check()">Check now</button>
      <a mat-menu-item routerLink="/settings/health">All of the server’s health</a>
    </mat-menu>
  `,
  styleUrl: './health-dot.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HealthDot {
  private readonly monitor = inject(HealthMonitor);
  private readonly changes = inject(LiveChanges);
  protected readonly health = this.monitor.current;
  protected readonly live = computed(() => LIVE_WORDS[this.changes.state()]);

  constructor() {
    // A stream that ends is the first to know that the server went away.
    let before: LiveState = 'off';
    effect(() => {
      const state = this.changes.state();
      if (before === 'live' && state !== 'live') untracked(() => this.monitor.askSoon());
      before = state;
    });
  }

  protected check(): void {
    void this.monitor.check();
  }
}
