import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';

/** Which part of a list is shown, and links to the parts beside it; the page is the query parameter `page`. */
@Component({
  selector: 'pr-page-links',
  imports: [MatIcon, RouterLink],
  template: `
    @if (total() > pageSize() || page() > 1) {
      <nav aria-label="Pages">
        <span class="number">{{ range() }}</span>
        @if (page() > 1) {
          <a
            [routerLink]="[]"
            [queryParams]="{ page: page() > 2 ? page() - 1 : null }"
            queryParamsHandling="merge"
            rel="prev"
            ><mat-icon svgIcon="left" aria-hidden="true" />Previous</a
          >
        }
        @if (page() * pageSize() < total()) {
          <a [routerLink]="[]" [queryParams]="{ page: page() + 1 }" queryParamsHandling="merge" rel="next"
            >Next<mat-icon svgIcon="right" aria-hidden="true"
          /></a>
        }
      </nav>
    }
  `,
  styleUrl: './page-links.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PageLinks {
  readonly page = input.required<number>();
  readonly pageSize = input.required<number>();
  readonly total = input.required<number>();

  protected readonly range = computed(() => {
    const number = new Intl.NumberFormat();
    const first = (this.page() - 1) * this.pageSize() + 1;
    const last = Math.min(this.total(), this.page() * this.pageSize());
    return first > last
      ? `nothing on page ${number.format(this.page())}`
      : `${number.format(first)}–${number.format(last)} of ${number.format(this.total())}`;
  });
}
