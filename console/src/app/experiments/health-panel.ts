import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { unbroken } from '../numbers/unbroken';
import type { Experiment } from './experiments-api';
import type { ExperimentResults } from './results-api';
import { healthCards } from './health-cards';

const ICONS = { ok: 'check', warning: 'warning', failed: 'warning', unknown: 'info' } as const;

/** Whether the figures can be trusted: one line a check. */
@Component({
  selector: 'pr-health-panel',
  imports: [MatIcon],
  template: `
    <ul>
      @for (card of cards(); track card.name) {
        <li class="{{ card.state }}">
          <mat-icon [svgIcon]="icons[card.state]" aria-hidden="true" />
          <span class="name">{{ card.name }}</span>
          <span class="word">{{ card.word }}</span>
          <span class="meta">{{ unbroken(card.about) }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: grid;
      grid-template-columns: 16px minmax(0, 1fr) auto;
      gap: 2px 10px;
      align-items: center;
      padding: 8px 0;
      border-bottom: 1px solid var(--line);
      font-size: 13px;
    }
    li:last-child {
      border-bottom: 0;
    }
    mat-icon.mat-icon {
      width: 15px;
      height: 15px;
      color: var(--text-3);
    }
    .ok mat-icon {
      color: var(--good);
    }
    .warning mat-icon {
      color: var(--wait);
    }
    .failed mat-icon,
    .failed .word {
      color: var(--bad);
    }
    .word {
      font-weight: 500;
    }
    .unknown .word {
      color: var(--text-3);
      font-weight: 400;
    }
    .meta {
      grid-column: 2 / -1;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HealthPanel {
  readonly experiment = input.required<Experiment>();
  readonly results = input.required<ExperimentResults>();
  protected readonly icons = ICONS;
  protected readonly unbroken = unbroken;
  protected readonly cards = computed(() => healthCards(this.experiment(), this.results()));
}
