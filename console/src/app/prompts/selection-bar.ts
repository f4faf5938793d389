import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { formatCount } from '../numbers/format';
import type { PromptSelection } from './prompt-selection';
import type { ListedPrompt } from './prompts-api';

/** What can be done with the picked prompts; floats below the list, so that nothing moves when the first one is picked. */
@Component({
  selector: 'pr-selection-bar',
  imports: [MatButton],
  template: `
    <div class="bar" role="region" aria-label="Picked prompts">
      <span class="number" aria-live="polite">{{ count() }} picked</span>
      <button
        matButton
        type="button"
        [attr.aria-busy]="busy() || null"
        (click)="exported.emit(selection().prompts())"
      >
        Export
      </button>
      @if (mayWrite()) {
        @if (living().length > 0) {
          <button matButton type="button" (click)="archived.emit(living())">Archive</button>
        }
        @if (put().length > 0) {
          <button matButton type="button" (click)="restored.emit(put())">Restore</button>
        }
      }
      <button matButton type="button" (click)="selection().clear()">Clear</button>
    </div>
  `,
  styles: `
    :host {
      position: sticky;
      z-index: 2;
      bottom: 16px;
      display: flex;
      justify-content: center;
      height: 0;
      pointer-events: none;
    }
    .bar {
      position: absolute;
      bottom: 0;
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      align-items: center;
      padding: 4px 6px 4px 16px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--float);
      box-shadow: var(--shadow);
      font-size: 13px;
      pointer-events: auto;
    }
    span {
      margin-right: 8px;
      font-weight: 500;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SelectionBar {
  readonly selection = input.required<PromptSelection>();
  readonly mayWrite = input.required<boolean>();
  readonly busy = input.required<boolean>();
  readonly exported = output<readonly ListedPrompt[]>();
  readonly archived = output<readonly ListedPrompt[]>();
  readonly restored = output<readonly ListedPrompt[]>();

  protected readonly count = computed(() => formatCount(this.selection().size()));
  protected readonly living = computed(() =>
    this.selection()
      .prompts()
      .filter(({ archivedAt }) => !archivedAt),
  );
  protected readonly put = computed(() =>
    this.selection()
      .prompts()
      .filter(({ archivedAt }) => archivedAt),
  );
}
