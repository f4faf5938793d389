import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { cutAtMarks, type Mark } from './mark';

/** A text with its variables marked, without an editor: for messages, and until the editor is there. */
@Component({
  selector: 'pr-marked-text',
  // One line, because white space counts.
  template:
    '<pre>@for (segment of segments(); track $index) {@if (segment.marked) {<span class="prompt-variable">{{ segment.text }}</span>} @else {{{ segment.text }}}}</pre>',
  styles: `
    pre {
      margin: 0;
      font: 13px/20px var(--mono);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MarkedText {
  readonly text = input.required<string>();
  readonly marks = input.required<readonly Mark[]>();
  protected readonly segments = computed(() => cutAtMarks(this.text(), this.marks()));
}
