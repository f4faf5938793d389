import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { english } from '../time/english';
import type { DraftState } from './draft-keeper';

/** Whether what is on the screen would survive. */
@Component({
  selector: 'pr-draft-status',
  template: `<span [class.bad]="state().kind === 'not-kept'">{{ words() }}</span>`,
  styles: `
    .bad {
      color: var(--bad);
      font-weight: 500;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DraftStatus {
  readonly state = input.required<DraftState>();
  protected readonly words = computed(() => {
    const state = this.state();
    switch (state.kind) {
      case 'unchanged':
        return 'no changes';
      case 'keeping':
        return 'keeping the draft…';
      case 'not-kept':
        return 'draft not kept: this browser has no room for it. Save it, or copy it elsewhere';
      case 'kept':
        return `draft kept ${new Intl.DateTimeFormat(english(), { timeStyle: 'short' }).format(new Date(state.at))}`;
    }
  });
}
