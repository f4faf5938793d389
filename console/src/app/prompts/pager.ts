import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { type Params, RouterLink } from '@angular/router';

/** Which part of a list is shown, and links to the neighbouring parts. */
@Component({
  selector: 'pr-pager',
  imports: [MatIcon, RouterLink],
  template: `
    <nav aria-label="Pages">
      <span class="number">{{ range() }}</span>
      @if (page() > 1) {
        <a [routerLink]="[]" [queryParams]="previous()" rel="prev"><mat-icon svgIcon="left" aria-hidden="true" />Previous</a>
      }
      @if (page() < lastPage()) {
        <a [routerLink]="[]" [queryParams]="next()" rel="next">Next<mat-icon svgIcon="right" aria-hidden="true" /></a>
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      gap: 16px;
      align-items: center;
      padding: 12px 24px;
      color: var(--text-2);
      font-size: 13px;
    }
    a {
      display: inline-flex;
      gap: 2px;
      align-items: center;
      height: 32px;
    }
    mat-icon {
      width: 16px;
      height: 16px;
    }
    @media (max-width: 639px) {
      nav {
        padding: 12px 16px;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Pager {
  readonly page = input.required<number>();
  readonly pageSize = input.required<number>();
  readonly total = input.required<number>();
  /** The query of the neighbouring pages. */
  readonly previous = input.required<Params>();
  readonly next = input.required<Params>();

  protected readonly lastPage = computed(() => Math.max(1, Math.ceil(this.total() / this.pageSize())));
  protected readonly range = computed(() => {
    const number = new Intl.NumberFormat();
    const first = (this.page() - 1) * this.pageSize() + 1;
    const last = Math.min(this.total(), this.page() * this.pageSize());
    return first > last
      ? `nothing on page ${number.format(this.page())}`
      : `${number.format(first)}–${number.format(last)} of ${number.format(this.total())}`;
  });
}
