import { ChangeDetectionStrategy, Component, computed, input, viewChildren } from '@angular/core';
import { CHANGE_STOPS, type ChangeStops } from '../monaco/change-stops';
import { DiffView } from '../monaco/diff-view';
import { differencesOf } from './diff-parts';
import { DiffWholeMessage } from './diff-whole-message';
import { variableWord } from './editor-suggestions';
import type { Version } from './prompts-api';

/** What differs between two versions: words, variables, configuration and output schema, each in a section of its own. */
@Component({
  selector: 'pr-diff-sections',
  imports: [DiffView, DiffWholeMessage],
  templateUrl: './diff-sections.html',
  styleUrl: './diff-sections.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DiffSections {
  readonly left = input.required<Version>();
  readonly right = input.required<Version>();
  readonly sideBySide = input(false);
  /** The most that the words take, in pixels. */
  readonly highest = input(640);

  /** What a reader can step through, in the order of the page. */
  readonly blocks = viewChildren<ChangeStops>(CHANGE_STOPS);
  protected readonly differences = computed(() => differencesOf(this.left(), this.right()));
  protected readonly variableWord = (name: string) => variableWord(name, this.right().templateFormat);
  protected readonly variablesChanged = computed(() => {
    const { added, removed } = this.differences().variables;
    return added.length + removed.length > 0;
  });
}
