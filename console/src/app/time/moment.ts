import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Now } from './now';
import { exactTime, relativeTime } from './relative-time';

/** A moment as people say it, with the exact time on hover and for screen readers. */
@Component({
  selector: 'pr-moment',
  template: '<time [attr.datetime]="at()" [title]="exact()">{{ relative() }}</time>',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: ':host { white-space: nowrap; }',
})
export class Moment {
  /** ISO 8601. */
  readonly at = input.required<string>();
  private readonly now = inject(Now);
  private readonly date = computed(() => new Date(this.at()));
  protected readonly relative = computed(() => relativeTime(this.date(), this.now.value()));
  protected readonly exact = computed(() => exactTime(this.date()));
}
