import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';

/** A value to filter by, and how many prompts have it, where that is known. */
export interface FacetChoice {
  readonly value: string;
  readonly count?: number;
}

/** One filter: its values with how many prompts each would leave, one of which can be chosen. */
@Component({
  selector: 'pr-facet-menu',
  imports: [MatIcon, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './facet-menu.html',
  styleUrl: './facet-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FacetMenu {
  readonly word = input.required<string>();
  readonly values = input.required<readonly FacetChoice[]>();
  readonly selected = input.required<string | null>();
  readonly choose = output<string | null>();

  /** The chosen value stays in the list when nothing matches it any more. */
  protected readonly choices = computed<readonly FacetChoice[]>(() => {
    const selected = this.selected();
    const values = this.values();
    return selected === null || values.some(({ value }) => value === selected)
      ? values
      : [{ value: selected, count: 0 }, ...values];
  });

  protected count(count: number): string {
    return new Intl.NumberFormat().format(count);
  }
}
