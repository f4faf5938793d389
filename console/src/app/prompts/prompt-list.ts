import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  linkedSignal,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { CopyButton } from '../copy/copy-button';
import { isPlainKey } from '../keyboard/is-plain-key';
import { reloadOnChange } from '../live/reload-on-change';
import { formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { PageLinks } from '../table/page-links';
import { UnreadNotice } from '../table/unread-notice';
import { unreadParamsOfPage } from '../table/unread-params';
import { FacetMenu } from './facet-menu';
import { FilterField } from './filter-field';
import { foldersOnTheWay, groupByFolder, leafOf } from './folders';
import { PromptTable } from './prompt-table';
import {
  changeFilters,
  type Facet,
  FACET_WORDS,
  FACETS,
  FILTER_WORDS,
  filtersFromParams,
  isNarrowed,
  naturalOrder,
  NO_FILTERS,
  paramsFromFilters,
  type PromptFilters,
  requestParams,
  searchFor,
  setFacet,
  type Sort,
} from './prompt-filters';
import { promptActivity } from './prompt-activity';
import { PromptListActions } from './prompt-list-actions';
import type { PromptPageOfList } from './prompts-api';
import { SelectionBar } from './selection-bar';

/** All prompts, narrowed and ordered by what the URL says. */
@Component({
  selector: 'pr-prompt-list',
  imports: [
    CopyButton,
    FacetMenu,
    FilterField,
    MatButton,
    MatIcon,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    PageLinks,
    ProblemBanner,
    PromptTable,
    RouterLink,
    SelectionBar,
    UnreadNotice,
  ],
  templateUrl: './prompt-list.html',
  styleUrl: './prompt-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  providers: [PromptListActions],
  host: {
    '(document:keydown)': 'onKey($event)',
    '(dragover)': 'onDrag($event)',
    '(drop)': 'onDrop($event)',
  },
})
export class PromptList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly session = inject(Session);
  private readonly table = viewChild(PromptTable);

  protected readonly filters = toSignal(this.route.queryParamMap.pipe(map(filtersFromParams)), {
    initialValue: NO_FILTERS,
  });
  protected readonly unread = unreadParamsOfPage(filtersFromParams, FILTER_WORDS);
  protected readonly found = httpResource<PromptPageOfList>(() => ({
    url: '/api/v1/prompts',
    params: requestParams(this.filters()),
  }));
  protected readonly problem = problemOf(this.found);
  /** The last answer stays while the next one is on its way, so that nothing jumps. */
  protected readonly list = linkedSignal<PromptPageOfList | undefined, PromptPageOfList | undefined>({
    source: () => (this.found.hasValue() ? this.found.value() : undefined),
    computation: (answer, previous) => answer ?? previous?.value,
  });
  protected readonly groups = computed(() => {
    const { items = [], page = 1, pageSize = 1, total = 0 } = this.list() ?? {};
    return this.filters().sort === 'name'
      ? groupByFolder(items, { before: page > 1, after: page * pageSize < total })
      : [{ folder: '', prompts: items, isCut: false }];
  });
  protected readonly facets = computed(() =>
    FACETS.map((facet) => ({
      facet,
      word: FACET_WORDS[facet],
      values: this.list()?.facets?.[facet] ?? [],
      selected: this.filters().facets[facet] ?? null,
    })).filter(({ values, selected }) => selected !== null || values.length > 0),
  );
  protected readonly folders = computed(() => this.list()?.facets?.['folder'] ?? []);
  protected readonly folderCounts = computed(
    () => new Map(this.folders().map(({ value, count }) => [value, count])),
  );
  /** There is no prompt at all, so there is nothing to filter. */
  protected readonly isEmpty = computed(() => this.list()?.total === 0 && !isNarrowed(this.filters()));
  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? false);
  protected readonly narrowed = computed(() => isNarrowed(this.filters()));
  protected readonly total = computed(() => formatCount(this.list()?.total ?? 0));
  protected readonly activity = promptActivity(
    computed(() => (this.list()?.items ?? []).map(({ id }) => id)),
  );
  protected readonly actions = inject(PromptListActions);
  /** Another page or selection is on its way; reading the same again is nobody's business. */
  protected readonly busy = computed(() => this.found.status() === 'loading');
  protected readonly seedCommand = 'npm run seed';

  constructor() {
    reloadOnRecovery(this.found);
    reloadOnChange(this.found);
    this.actions.changed.subscribe(() => this.found.reload());
    // From elsewhere, such as the command palette; going back does not open it again.
    if (this.route.snapshot.queryParamMap.has('import')) {
      this.go(this.filters(), true);
      void this.actions.import(null);
    }
    const breadcrumbs = inject(Breadcrumbs);
    effect(() => {
      const { folder } = this.filters();
      if (folder === '') return breadcrumbs.show([{ label: 'Prompts' }]);
      const parents = foldersOnTheWay(folder);
      breadcrumbs.show([
        { label: 'Prompts', link: ['/prompts'] },
        ...parents.map((path) => ({
          label: leafOf(path),
          link: ['/prompts'],
          queryParams: { folder: path },
        })),
        { label: leafOf(folder) },
      ]);
    });
  }

  protected search(q: string): void {
    // Typing refines one search: one step back in the history leaves it.
    this.go(searchFor(this.filters(), q), this.filters().q !== '');
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
    if (!isPlainKey(event)) return;
    const table = this.table();
    const prompt = table?.focused();
    if (event.key === 'j' || event.key === 'k') {
      if (!table?.move(event.key === 'j' ? 1 : -1)) return;
    } else if (event.key === 'e' && prompt && this.mayWrite()) {
      void this.router.navigate(['/prompts', prompt.name, 'edit']);
    } else if (event.key === 'x' && prompt) {
      this.actions.selection.toggle(prompt);
    } else return;
    event.preventDefault();
  }

  /** Files can be dropped anywhere on the list. */
  protected onDrag(event: DragEvent): void {
    if (this.mayWrite() && event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  protected onDrop(event: DragEvent): void {
    if (!this.mayWrite() || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void this.actions.import(event.dataTransfer);
  }

  protected exportAll(): void {
    const { page: _page, pageSize: _size, ...params } = requestParams(this.filters());
    void this.actions.exportAll(params);
  }

  private go(filters: PromptFilters, replaceUrl = false): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: paramsFromFilters(filters),
      replaceUrl,
    });
  }
}
