import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { HealthMonitor } from './health';

/** Across the top while the server, its database or the network is away. */
@Component({
  selector: 'pr-connection-banner',
  imports: [MatButton, MatIcon],
  template: `
    <div role="status">
      @if (trouble(); as trouble) {
        <div class="bar" [class.bad]="trouble.status === 'offline' || trouble.status === 'unreachable'">
          <mat-icon [svgIcon]="trouble.status === 'offline' ? 'offline' : 'warning'" aria-hidden="true" />
          <p>{{ trouble.explanation }}</p>
          <button matButton type="button" (click)="check()">Check now</button>
        </div>
      }
    </div>
  `,
  styles: `
    .bar {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 4px 16px;
      border-bottom: 1px solid var(--line);
      background: var(--wait-soft);
      font-size: 13px;
    }
    .bar.bad {
      background: var(--bad-soft);
    }
    mat-icon {
      color: var(--wait);
    }
    .bad mat-icon {
      color: var(--bad);
    }
    p {
      flex: 1;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionBanner {
  private readonly monitor = inject(HealthMonitor);
  protected readonly trouble = computed(() => {
    const health = this.monitor.current();
    return health.status === 'ok' ? null : health;
  });

  protected check(): void {
    void this.monitor.check();
  }
}
