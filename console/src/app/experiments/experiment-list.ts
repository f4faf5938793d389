import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { formatSetShare } from '../numbers/format';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { UnreadNotice } from '../table/unread-notice';
import { unreadParamsOfPage } from '../table/unread-params';
import {
  FILTER_WORDS,
  isNarrowed,
  type ListFilters,
  listFiltersFrom,
  listParams,
  listRequest,
  STATUSES,
} from './list-filters';
import { RowBadge } from './row-badge';
import { differenceWords, isDistrusted, STATUS_WORDS, variantsWords } from './row-words';
import type { MetricList } from './experiments-api';
import type { ListedExperiment, ListedPage } from './list-api';

const COLUMNS: readonly Column[] = [
  { key: 'name', title: 'Experiment', width: '25%', narrow: 'heading' },
  { key: 'standing', title: 'Status', width: '28%' },
  { key: 'variants', title: 'Variants', width: '120px', narrow: 'none' },
  { key: 'traffic', title: 'Traffic', width: '72px', wideOnly: true, narrow: 'none' },
  { key: 'metric', title: 'Metric', width: '200px' },
  { key: 'owner', title: 'Owner', wideOnly: true, narrow: 'none' },
];

const SORT_WORDS = {
  status: 'On trial first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'By name',
  prompt: 'By prompt',
} as const;

const METRICS_A_PAGE = 200;
const TYPING_PAUSE_MS = 250;

/** All experiments, narrowed and ordered by what the URL says. */
@Component({
  selector: 'pr-experiment-list',
  imports: [Cell, DataTable, MatButton, PageLinks, RouterLink, RowBadge, UnreadNotice],
  templateUrl: './experiment-list.html',
  styleUrl: './experiment-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExperimentList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly session = inject(Session);
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? false);
  protected readonly columns = COLUMNS;
  protected readonly sorts = Object.entries(SORT_WORDS);
  protected readonly idOf = ({ id }: ListedExperiment) => id;
  protected readonly isQuiet = ({ endAt, winner }: ListedExperiment) => endAt !== null && winner === null;
  /** A draft is opened where it is planned, by who may. */
  protected readonly addressOf = ({ id, status }: ListedExperiment) =>
    status === 'draft' && this.mayWrite() ? ['/experiments', id, 'edit'] : ['/experiments', id];
  protected readonly variantsOf = variantsWords;
  protected readonly differenceOf = differenceWords;
  protected readonly isDistrusted = isDistrusted;
  protected readonly trafficOf = ({ trafficShare }: ListedExperiment) => formatSetShare(trafficShare);

  protected readonly filters = toSignal(
    this.route.queryParamMap.pipe(map((params) => listFiltersFrom((name) => params.get(name)))),
    { initialValue: listFiltersFrom(() => null) },
  );
  protected readonly unread = unreadParamsOfPage(
    (params) => listFiltersFrom((name) => params.get(name)),
    FILTER_WORDS,
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filters()));
  protected readonly list = listed<ListedPage>(() => ({
    url: '/api/v1/experiments/standings',
    params: listRequest(this.filters()),
  }));
  private readonly metricsFound = listed<MetricList>(() => ({
    url: '/api/v1/metrics',
    params: { pageSize: METRICS_A_PAGE },
  }));
  /** Reasons speak of guardrails, too, whose units no row tells. */
  protected readonly metrics = computed(() => this.metricsFound.latest()?.items ?? []);
  protected readonly rows = computed(() => this.list.latest()?.items);
  protected readonly prompts = computed(() => withChosen(this.list.latest()?.prompts, this.filters().prompt));
  protected readonly owners = computed(() => withChosen(this.list.latest()?.owners, this.filters().owner));
  /** There is no experiment at all, so there is nothing to filter. */
  protected readonly isEmpty = computed(() => this.list.latest()?.total === 0 && !this.narrowed());
  protected readonly statuses = computed(() => {
    const counts = this.list.latest()?.counts;
    const number = new Intl.NumberFormat();
    const all = counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
    const chosen = this.filters().status;
    return [
      { status: '' as const, word: 'All', count: all },
      ...STATUSES.map((status) => ({ status, word: STATUS_WORDS[status], count: counts?.[status] })),
    ].map(({ status, word, count }) => ({
      word,
      count: count === undefined ? '' : number.format(count),
      chosen: status === chosen,
      params: listParams(this.filters(), { status }),
    }));
  });

  constructor() {
    inject(Breadcrumbs).show([{ label: 'Experiments' }]);
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected narrow(change: Partial<ListFilters>, replaceUrl = false): void {
    clearTimeout(this.timer);
    const queryParams = listParams(this.filters(), change);
    void this.router.navigate([], { relativeTo: this.route, queryParams, replaceUrl });
  }

  /** Typing refines one search: one step back in the history leaves it. */
  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(text), TYPING_PAUSE_MS);
  }

  protected search(text: string): void {
    const q = text.trim();
    if (q !== this.filters().q) this.narrow({ q }, this.filters().q !== '');
  }

  protected sortBy(sort: string): void {
    this.narrow({ sort: (sort in SORT_WORDS ? sort : 'status') as ListFilters['sort'] });
  }
}

/** What is chosen stays in the list when it is not among the known. */
function withChosen(known: readonly string[] = [], chosen: string): readonly string[] {
  return chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
}
