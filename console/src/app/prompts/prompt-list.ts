import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, effect, inject, linkedSignal, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { CopyButton } from '../copy/copy-button';
import { isPlainKey } from '../keyboard/is-plain-key';
import { toProblem } from '../problem/problem';
import { ProblemBanner } from '../problem/problem-banner';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { FacetMenu } from './facet-menu';
import { FilterField } from './filter-field';
import { foldersOnTheWay, groupByFolder, leafOf } from './folders';
import { Pager } from './pager';
import { PromptTable } from './prompt-table';
import {
  changeFilters,
  type Facet,
  FACET_WORDS,
  FACETS,
  filtersFromParams,
  isNarrowed,
  naturalOrder,
  NO_FILTERS,
  paramsFromFilters,
  type PromptFilters,
  requestParams,
  setFacet,
  type Sort,
} from './prompt-filters';
import type { PromptPageOfList } from './prompts-api';

/** All prompts, narrowed and ordered by what the URL says. */
@Component({
  selector: 'pr-prompt-list',
  imports: [CopyButton, FacetMenu, FilterField, MatIcon, Pager, ProblemBanner, PromptTable, RouterLink],
  templateUrl: './prompt-list.html',
  styleUrl: './prompt-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'onKey($event)' },
})
export class PromptList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly table = viewChild(PromptTable);

  protected readonly filters = toSignal(this.route.queryParamMap.pipe(map(filtersFromParams)), {
    initialValue: NO_FILTERS,
  });
  protected readonly found = httpResource<PromptPageOfList>(() => ({
    url: '/api/v1/prompts',
    params: requestParams(this.filters()),
  }));
  protected readonly problem = computed(() => (this.found.error() ? toProblem(this.found.error()) : null));
  /** The last answer stays while the next one is on its way, so that nothing jumps. */
  protected readonly list = linkedSignal<PromptPageOfList | undefined, PromptPageOfList | undefined>({
    source: () => (this.found.hasValue() ? this.found.value() : undefined),
    computation: (answer, previous) => answer ?? previous?.value,
  });
  protected readonly groups = computed(() => {
    const { items = [], facets } = this.list() ?? {};
    return this.filters().sort === 'name'
      ? groupByFolder(items, facets?.['folder'])
      : [{ folder: '', prompts: items, count: items.length }];
  });
  protected readonly facets = computed(() =>
    FACETS.map((facet) => ({
      facet,
      word: FACET_WORDS[facet],
      values: this.list()?.facets?.[facet] ?? [],
      selected: this.filters().facets[facet] ?? null,
    })).filter(({ values, selected }) => values.length > 0 || selected !== null),
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filters()));
  protected readonly total = computed(() => new Intl.NumberFormat().format(this.list()?.total ?? 0));
  protected readonly previousPage = computed(() => this.pageParams(-1));
  protected readonly nextPage = computed(() => this.pageParams(1));
  protected readonly seedCommand = 'npm run seed';

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() => {
      const { folder } = this.filters();
      if (folder === '') return breadcrumbs.show([{ label: 'Prompts' }]);
      const parents = foldersOnTheWay(folder);
      breadcrumbs.show([
        { label: 'Prompts', link: ['/prompts'] },
        ...parents.map((path) => ({ label: leafOf(path), link: ['/prompts'], queryParams: { folder: path } })),
        { label: leafOf(folder) },
      ]);
    });
  }

  protected search(q: string): void {
    // Typing refines one search: one step back in the history leaves it.
    this.go(changeFilters(this.filters(), { q }), this.filters().q !== '');
  }

  protected choose(facet: Facet, value: string | null): void {
    this.go(setFacet(this.filters(), facet, value));
  }

  protected sortBy(sort: Sort): void {
    const { sort: current, order } = this.filters();
    const reversed = order === 'asc' ? 'desc' : 'asc';
    this.go(changeFilters(this.filters(), { sort, order: sort === current ? reversed : naturalOrder(sort) }));
  }

  protected narrowTo(folder: string): void {
    this.go(changeFilters(this.filters(), { folder }));
  }

  protected showArchived(archived: boolean): void {
    this.go(changeFilters(this.filters(), { archived }));
  }

  /** `j` and `k` walk through the rows, as in a mail client; Enter then opens the one that has the focus. */
  protected onKey(event: KeyboardEvent): void {
    if ((event.key !== 'j' && event.key !== 'k') || !isPlainKey(event)) return;
    if (this.table()?.move(event.key === 'j' ? 1 : -1)) event.preventDefault();
  }

  private go(filters: PromptFilters, replaceUrl = false): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: paramsFromFilters(filters), replaceUrl });
  }

  private pageParams(step: number) {
    return paramsFromFilters({ ...this.filters(), page: Math.max(1, this.filters().page + step) });
  }
}
