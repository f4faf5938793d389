import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { HealthMonitor } from './health';

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
  protected readonly health = this.monitor.current;

  protected check(): void {
    void this.monitor.check();
  }
}
