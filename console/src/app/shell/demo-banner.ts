import { ChangeDetectionStrategy, Component, computed, effect, inject, signal } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { english } from '../time/english';
import { demoTime } from './demo-time';
import { HealthMonitor } from './health';

const EVERY_MS = 500;

/** Says on every page that nothing here is real, and what the server takes for the time. */
@Component({
  selector: 'pr-demo-banner',
  imports: [MatIcon],
  template: `
    @if (words(); as words) {
      <div class="bar" role="note" aria-label="Demonstration">
        <mat-icon svgIcon="info" aria-hidden="true" />
        <p><strong>Demonstration.</strong> People, sites and figures are made up. {{ words }}</p>
      </div>
    }
  `,
  styles: `
    .bar {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 4px 16px;
      border-bottom: 1px solid var(--line);
      background: var(--info-soft);
      font-size: 13px;
      font-variant-numeric: tabular-nums;
    }
    mat-icon {
      flex: none;
      color: var(--info);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DemoBanner {
  private readonly monitor = inject(HealthMonitor);
  private readonly clock = computed(() => this.monitor.current().demo, {
    equal: (a, b) => a?.from === b?.from && a?.runsSince === b?.runsSince,
  });
  private readonly now = signal(Date.now());
  private readonly time = computed(() => {
    const clock = this.clock();
    return clock && demoTime(clock, this.now());
  });
  protected readonly words = computed(() => {
    const time = this.time();
    if (!time) return null;
    if (time.real) return 'Its clock ran fast and has caught up with the real time.';
    const speed = new Intl.NumberFormat().format(Math.round(this.clock()?.speed ?? 1));
    const shown = new Intl.DateTimeFormat(english(), { dateStyle: 'medium', timeStyle: 'short' }).format(
      time.ms,
    );
    return `Its clock runs ${speed} times as fast and shows ${shown}.`;
  });

  constructor() {
    // Only while it has something new to show.
    effect((onCleanup) => {
      if (!this.clock() || this.time()?.real) return;
      const timer = setTimeout(() => this.now.set(Date.now()), EVERY_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
