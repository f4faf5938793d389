import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MarkedText } from '../monaco/marked-text';
import { servedText } from './served-text';
import type { TraceDetail } from './traces-api';

/** The words of a use: as the agent got them, or as they were published. */
@Component({
  selector: 'pr-served-words',
  imports: [MarkedText, RouterLink],
  templateUrl: './served-words.html',
  styleUrl: './served-words.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ServedWords {
  readonly trace = input.required<TraceDetail>();
  /** As published, with variables for values. */
  readonly asTemplate = input(false);

  protected readonly values = computed(() => this.trace().previews?.variables);
  protected readonly served = computed(() => {
    const { words } = this.trace();
    return words && servedText(words, this.asTemplate() ? {} : (this.values() ?? {}));
  });
}
