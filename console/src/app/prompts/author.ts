import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { shortAuthor } from './short-author';

/** Who did something, short, with the whole name on hover. */
@Component({
  selector: 'pr-author',
  template: `
    @if (isJob()) {
      <em title="Nobody: the evaluation of experiments did it by itself">evaluation job</em>
    } @else {
      <span [title]="name()">{{ short() }}</span>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Author {
  readonly name = input.required<string>();
  protected readonly short = computed(() => shortAuthor(this.name()));
  /** The evaluation acts by itself; people are told apart from it. */
  protected readonly isJob = computed(() => this.name() === 'evaluation');
}
