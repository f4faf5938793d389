import { BreakpointObserver } from '@angular/cdk/layout';
import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';

/** Paper is never too small: what is printed is whole. */
const PHONE = 'screen and (max-width: 639px)';

/** A titled part of a page. On a phone it folds to its title and a note, so that one sees what there is without scrolling far. */
@Component({
  selector: 'pr-page-section',
  imports: [NgTemplateOutlet],
  template: `
    <section [attr.aria-labelledby]="name() + '-title'">
      @if (isPhone()) {
        <details [open]="open()">
          <summary>
            <h2 [id]="name() + '-title'">{{ heading() }}</h2>
            @if (note()) {
              <span class="meta">{{ note() }}</span>
            }
          </summary>
          <ng-container [ngTemplateOutlet]="body" />
        </details>
      } @else {
        <h2 [id]="name() + '-title'">{{ heading() }}</h2>
        <ng-container [ngTemplateOutlet]="body" />
      }
    </section>
    <ng-template #body><ng-content /></ng-template>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    h2 {
      margin-bottom: 8px;
    }
    @media screen and (max-width: 639px) {
      :host {
        border-top: 1px solid var(--line);
      }
      summary {
        padding: 12px 0;
        cursor: pointer;
      }
      summary h2 {
        display: inline;
        margin: 0 6px 0 2px;
        font-size: 14px;
      }
      details[open] {
        padding-bottom: 16px;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PageSection {
  /** Of its title's element: `traffic` makes `traffic-title`. */
  readonly name = input.required<string>();
  readonly heading = input.required<string>();
  /** What is inside, in a few words, for who sees only the title. */
  readonly note = input('');
  /** Unfolded from the beginning. */
  readonly open = input(false);

  protected readonly isPhone = toSignal(
    inject(BreakpointObserver)
      .observe(PHONE)
      .pipe(map(({ matches }) => matches)),
    { requireSync: true },
  );
}
