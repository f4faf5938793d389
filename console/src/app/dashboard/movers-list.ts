import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { formatCount, formatDifference, formatValue } from '../numbers/format';
import { type Quantity, quantityOf } from '../numbers/quantity';
import type { MetricKind } from './dashboard-api';
import type { Mover } from './movers';

/** What changed most against the time before; each leads to the picture behind it. */
@Component({
  selector: 'pr-movers',
  imports: [RouterLink],
  template: `
    <h3>
      Biggest movers
      <span class="meta">against the {{ days() }} days before; observed, not an experiment</span>
    </h3>
    @if (shown().length > 0) {
      <ul>
        @for (mover of shown(); track $index) {
          <li>
            <a
              class="number change"
              [routerLink]="[]"
              [queryParams]="{ prompt: mover.promptName, metric: mover.metric }"
              queryParamsHandling="merge"
              >{{ mover.change
              }}<span class="visually-hidden"> {{ mover.metric }}: show it over time</span></a
            >
            <span class="what"
              >{{ mover.metric }} <span class="meta">of </span>
              <a [routerLink]="['/prompts', mover.promptName]">{{ mover.promptName }}</a></span
            >
            <span class="meta number">{{ mover.values }}</span>
            <span class="meta">{{ mover.word }}</span>
          </li>
        }
      </ul>
    } @else {
      <p class="meta">Nothing moved, or fewer than 20 values were recorded on either side.</p>
    }
  `,
  styles: `
    :host {
      display: block;
      margin-bottom: 20px;
    }
    h3 {
      margin-bottom: 4px;
      font-weight: 600;
      font-size: 13px;
    }
    h3 .meta {
      margin-left: 6px;
      font-weight: 400;
    }
    li {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr) minmax(0, 300px) 72px;
      gap: 2px 16px;
      align-items: baseline;
      padding: 5px 0;
      border-bottom: 1px solid var(--line);
      font-size: 13px;
    }
    .change {
      font-weight: 500;
    }
    .what {
      overflow-wrap: anywhere;
    }
    .what a {
      color: var(--text);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    @media (max-width: 639px) {
      li {
        grid-template-columns: 92px minmax(0, 1fr);
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Movers {
  readonly movers = input.required<readonly Mover[]>();
  readonly metrics = input.required<readonly MetricKind[]>();
  readonly days = input.required<number>();

  protected readonly shown = computed(() =>
    this.movers().map(({ promptName, metric, change, mean, meanBefore, count, countBefore, isBetter }) => {
      const known = this.metrics().find(({ name }) => name === metric);
      const quantity: Quantity = known ? quantityOf(known) : { kind: 'plain', unit: '' };
      return {
        promptName,
        metric,
        change: formatDifference(change, quantity),
        values: `${formatValue(meanBefore, quantity)} (n ${formatCount(countBefore)}) → ${formatValue(mean, quantity)} (n ${formatCount(count)})`,
        word: isBetter === null ? '' : isBetter ? 'better' : 'worse',
      };
    }),
  );
}
