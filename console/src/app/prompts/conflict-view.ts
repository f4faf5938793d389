import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { DiffView } from '../monaco/diff-view';
import { Moment } from '../time/moment';
import { mergeDraft } from './conflict-merge';
import { comparableText, type Draft, draftOf, wordsOf } from './draft';
import type { Version } from './prompts-api';

type Choice = 'both' | 'mine' | 'theirs';

/** Two people wrote on the same version: what each changed, and how to go on. */
@Component({
  selector: 'pr-conflict-view',
  imports: [DiffView, MatButton, Moment],
  templateUrl: './conflict-view.html',
  styleUrl: './conflict-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConflictView {
  readonly base = input.required<Version>();
  readonly theirs = input.required<Version>();
  readonly mine = input.required<Draft>();
  /** The draft to go on with, on top of theirs. */
  readonly continued = output<Draft>();
  readonly cancelled = output();

  private readonly merged = computed(() => mergeDraft(this.base(), this.theirs(), this.mine()));
  protected readonly canMerge = computed(() => this.merged() !== null);
  protected readonly choice = linkedSignal<boolean, Choice>({
    source: this.canMerge,
    computation: (canMerge) => (canMerge ? 'both' : 'mine'),
  });
  private readonly result = computed<Draft>(() => {
    if (this.choice() === 'theirs') return { ...draftOf(this.theirs()), message: this.mine().message };
    return this.choice() === 'both' ? (this.merged() ?? this.mine()) : this.mine();
  });

  protected readonly texts = computed(() => ({
    base: comparableText(this.base()),
    theirs: comparableText(this.theirs()),
    mine: comparableText(wordsOf(this.mine())),
    result: comparableText(wordsOf(this.result())),
  }));
  protected readonly configs = computed(() => ({
    base: draftOf(this.base()).config,
    theirs: draftOf(this.theirs()).config,
    mine: this.mine().config,
    result: this.result().config,
  }));
  protected readonly configDiffers = computed(() => {
    const { base, theirs, mine } = this.configs();
    return base !== theirs || base !== mine;
  });

  protected choose(choice: Choice): void {
    this.choice.set(choice);
  }

  protected go(): void {
    this.continued.emit(this.result());
  }
}
