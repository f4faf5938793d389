import { ChangeDetectionStrategy, Component, computed, effect, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { formatCount, formatDuration } from '../numbers/format';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed } from '../table/listed';
import { UnreadNotice } from '../table/unread-notice';
import { unreadParamsOfPage } from '../table/unread-params';
import { Moment } from '../time/moment';
import { ConversationSummary } from './conversation-summary';
import { TraceFilterBar } from './trace-filter-bar';
import {
  FILTER_WORDS,
  filtersFromParams,
  narrowedBy,
  paramsWith,
  requestParams,
  type TraceFilters,
} from './trace-filters';
import { FLAG_WORDS, SOURCE_WORDS, STATUS_WORDS, outcomeText } from './trace-words';
import type { Conversation, Trace, TracePageOfList } from './traces-api';

const COLUMNS: readonly Column[] = [
  { key: 'started', title: 'Started', width: '104px' },
  { key: 'prompt', title: 'Prompt', narrow: 'heading' },
  { key: 'conversation', title: 'Conversation', width: '15%' },
  { key: 'agent', title: 'Agent', width: '12%', narrow: 'none' },
  { key: 'source', title: 'Words from', width: '146px', narrow: 'none' },
  { key: 'took', title: 'Took', width: '82px' },
  { key: 'tokens', title: 'Tokens in → out', width: '112px', wideOnly: true, narrow: 'none' },
  { key: 'cost', title: 'Cost', width: '76px', wideOnly: true, narrow: 'none' },
  { key: 'state', title: 'Ended', width: '140px' },
];
const OUTCOMES: Column = { key: 'outcomes', title: 'Outcomes', width: '22%' };
/** Where the conversation, which is the same for all, leaves room: for a variant's name, and less for how a use ended. */
const IN_CONVERSATION: Readonly<Record<string, string>> = { source: '176px', state: '96px' };

/** Uses of prompts as the URL narrows them; of one conversation with what experiments made of it. */
@Component({
  selector: 'pr-trace-list',
  imports: [
    Cell,
    ConversationSummary,
    DataTable,
    MatIcon,
    MatTooltip,
    Moment,
    RouterLink,
    TraceFilterBar,
    UnreadNotice,
  ],
  templateUrl: './trace-list.html',
  styleUrls: ['./page.css', './trace-list.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TraceList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  protected readonly filters = toSignal(this.route.queryParamMap.pipe(map(filtersFromParams)), {
    initialValue: filtersFromParams({ get: () => null }),
  });
  protected readonly unread = unreadParamsOfPage(filtersFromParams, FILTER_WORDS);
  protected readonly list = listed<TracePageOfList>(() => ({
    url: '/api/v1/traces',
    params: requestParams(this.filters()),
  }));
  protected readonly conversation = listed<Conversation>(() => {
    const { conversation } = this.filters();
    return conversation === ''
      ? undefined
      : { url: '/api/v1/conversations', params: { conversationId: conversation } };
  });
  protected readonly traces = computed(() => this.list.latest()?.items);
  protected readonly narrowed = computed(() => narrowedBy(this.filters()) > 0);
  /** What was asked for was not found in what one answer looks through; there is more. */
  protected readonly goesOn = computed(() => (this.list.latest()?.nextCursor ?? null) !== null);
  protected readonly first = computed(() => paramsWith(this.filters(), {}));
  protected readonly next = computed(() => {
    const cursor = this.list.latest()?.nextCursor;
    return cursor ? paramsWith(this.filters(), { cursor }) : null;
  });
  protected readonly turned = computed(() =>
    paramsWith(this.filters(), { order: this.filters().order === 'asc' ? 'desc' : 'asc' }),
  );
  protected readonly columns = computed(() =>
    this.filters().conversation === ''
      ? COLUMNS
      : [
          ...COLUMNS.filter(({ key }) => key !== 'conversation' && key !== 'cost').map((column) => ({
            ...column,
            ...(IN_CONVERSATION[column.key] ? { width: IN_CONVERSATION[column.key] } : {}),
          })),
          OUTCOMES,
        ],
  );
  private readonly outcomes = computed(() => {
    const of = new Map<string, string[]>();
    for (const { traceId, metric, value } of this.conversation.latest()?.outcomes ?? [])
      if (traceId !== null) of.set(traceId, [...(of.get(traceId) ?? []), `${metric} ${outcomeText(value)}`]);
    return of;
  });
  protected readonly idOf = ({ id }: Trace) => id;
  protected readonly duration = formatDuration;
  protected readonly count = formatCount;
  protected readonly amount = outcomeText;
  protected readonly sourceWords = SOURCE_WORDS;
  protected readonly statusWords = STATUS_WORDS;
  protected readonly flagWords = FLAG_WORDS;

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() => {
      const { conversation } = this.filters();
      breadcrumbs.show(
        conversation === ''
          ? [{ label: 'Traces' }]
          : [{ label: 'Traces', link: ['/traces'] }, { label: `Conversation ${conversation}` }],
      );
    });
  }

  protected narrow(change: Partial<TraceFilters>): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: paramsWith(this.filters(), change),
    });
  }

  protected only(change: Partial<TraceFilters>) {
    return paramsWith(this.filters(), change);
  }

  protected outcomesOf(trace: Trace): string {
    return this.outcomes().get(trace.id)?.join(', ') ?? '';
  }
}
