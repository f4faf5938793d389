import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { UnreadParam } from './unread-params';

/** Says what an address asks for that a list does not know, so that nobody takes the list for narrowed. */
@Component({
  selector: 'pr-unread-notice',
  imports: [MatIcon],
  template: `
    <div role="status">
      @if (said(); as said) {
        <p>
          <mat-icon svgIcon="info" aria-hidden="true" /><span>{{ said }}</span>
        </p>
      }
    </div>
  `,
  styles: `
    p {
      display: flex;
      gap: 8px;
      align-items: flex-start;
      margin: 0 0 12px;
      padding: 8px 12px;
      border-radius: var(--radius);
      background: var(--info-soft);
      font-size: 13px;
      overflow-wrap: anywhere;
    }
    mat-icon {
      flex: none;
      color: var(--info);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnreadNotice {
  readonly params = input.required<readonly UnreadParam[]>();
  protected readonly said = computed(() => {
    const named = this.params().map(({ word, value }) => `“${value}” is no ${word}`);
    if (named.length === 0) return '';
    return `${named.join(', ')}: the list is shown without ${named.length === 1 ? 'it' : 'them'}.`;
  });
}
