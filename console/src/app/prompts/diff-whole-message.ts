import { ChangeDetectionStrategy, Component, ElementRef, inject, input, signal } from '@angular/core';
import { CHANGE_STOPS, type ChangeStops } from '../monaco/change-stops';

/** A message that is only on one side: one change. */
@Component({
  selector: 'pr-diff-whole-message',
  template: `<pre>{{ text() }}</pre>`,
  styles: `
    :host {
      display: block;
      padding: 10px 14px;
      border: 1px solid var(--line);
      border-left: 3px solid var(--good);
      border-radius: var(--radius);
      background: var(--good-soft);
    }
    :host(.removed) {
      border-left-color: var(--bad);
      background: var(--bad-soft);
    }
    :host(.marked) {
      outline: 2px solid var(--accent);
    }
    pre {
      overflow: auto;
      max-height: 320px;
      margin: 0;
      line-height: 20px;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
  `,
  host: { '[class.removed]': 'removed()', '[class.marked]': 'marked()' },
  providers: [{ provide: CHANGE_STOPS, useExisting: DiffWholeMessage }],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DiffWholeMessage implements ChangeStops {
  readonly text = input.required<string>();
  readonly removed = input.required<boolean>();
  readonly stops = signal(1);
  protected readonly marked = signal(false);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  show(stop: number | null): void {
    this.marked.set(stop !== null);
    if (stop !== null) this.host.scrollIntoView({ block: 'nearest' });
  }
}
