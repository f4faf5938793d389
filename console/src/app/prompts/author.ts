import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { shortAuthor } from './short-author';

/** Who did something, short, with the whole name on hover. */
@Component({
  selector: 'pr-author',
  template: '<span [title]="name()">{{ short() }}</span>',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Author {
  readonly name = input.required<string>();
  protected readonly short = computed(() => shortAuthor(this.name()));
}
