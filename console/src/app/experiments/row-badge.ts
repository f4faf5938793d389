import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { rowWords } from './row-words';
import { lookIcon } from './status-words';
import type { MetricDefinition } from './experiments-api';
import type { ListedExperiment } from './list-api';

/** How an experiment stands: a word with a meaning, how long it still takes, and why. */
@Component({
  selector: 'pr-row-badge',
  imports: [MatIcon],
  template: `
    <span class="line">
      <span class="badge {{ words().tone }}">
        <mat-icon [svgIcon]="icon()" aria-hidden="true" />{{ words().word }}
      </span>
      @if (words().left) {
        <span class="left number">{{ words().left }}</span>
      }
    </span>
    @if (words().reason) {
      <span class="reason" [title]="words().reason">{{ words().reason }}</span>
    }
  `,
  styleUrl: './row-badge.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RowBadge {
  readonly row = input.required<ListedExperiment>();
  readonly metrics = input<readonly MetricDefinition[]>([]);
  protected readonly icon = computed(() => lookIcon(this.words()));
  protected readonly words = computed(() => rowWords(this.row(), this.metrics()));
}
