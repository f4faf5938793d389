import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { ProblemBanner } from '../problem/problem-banner';
import { listed, type Page } from '../table/listed';
import { Moment } from '../time/moment';
import { Author } from './author';
import { compareParams } from './diff-sides';
import { HistoryAudit } from './history-audit';
import { eventWords, type HistoryEvent, historyEvents, type LabelMove } from './history-events';
import { type Prompt, promptUrl, type VersionEntry } from './prompts-api';

const MOVES_A_PAGE = 100;
const EVENTS_A_STEP = 100;

/** What happened to a prompt: versions and label moves for everybody, the audit log for admins. */
@Component({
  selector: 'pr-history-panel',
  imports: [Author, HistoryAudit, MatButton, MatIcon, Moment, ProblemBanner, RouterLink],
  templateUrl: './history-panel.html',
  styleUrl: './history-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistoryPanel {
  readonly prompt = input.required<Prompt>();
  readonly versions = input.required<readonly VersionEntry[]>();
  readonly isAdmin = input.required<boolean>();
  /** From the URL: `labels` for the moves alone. */
  readonly show = input.required<string>();

  private readonly page = linkedSignal({ source: () => this.prompt().updatedAt, computation: () => 1 });
  protected readonly list = listed<Page<LabelMove>>(() => ({
    // The moment of the last change reads it again when something was moved.
    url: `${promptUrl(this.prompt().name)}/label-history`,
    params: { page: this.page(), pageSize: MOVES_A_PAGE },
  }));
  private readonly moves = linkedSignal<
    { readonly at: string; readonly answer: Page<LabelMove> | undefined },
    readonly LabelMove[]
  >({
    source: () => ({ at: this.prompt().updatedAt, answer: this.list.latest() }),
    computation: ({ at, answer }, previous) => {
      if (!answer) return [];
      const before = previous?.source.at === at && answer.page > 1 ? previous.value : [];
      return previous?.source.answer === answer && previous.source.at === at
        ? previous.value
        : [...before, ...answer.items];
    },
  });
  protected readonly isWhole = computed(() => (this.list.latest()?.total ?? 0) <= this.moves().length);
  private readonly most = linkedSignal({
    source: () => this.prompt().name,
    computation: () => EVENTS_A_STEP,
  });
  protected readonly onlyLabels = computed(() => this.show() === 'labels');
  private readonly all = computed(() => {
    const versions = this.onlyLabels() ? [] : this.versions();
    return historyEvents(versions, this.moves(), this.isWhole());
  });
  protected readonly events = computed(() =>
    this.all()
      .slice(0, this.most())
      .map((event) => ({ ...event, words: eventWords(event), link: linkOf(event) })),
  );
  protected readonly hasOlder = computed(() => this.all().length > this.most() || !this.isWhole());

  protected older(): void {
    if (this.all().length <= this.most() && !this.isWhole()) this.page.update((page) => page + 1);
    this.most.update((most) => most + EVENTS_A_STEP);
  }
}

/** What it changed, or what it made. */
function linkOf(event: HistoryEvent) {
  if (event.kind === 'saved') return { word: 'show', params: { tab: null, version: event.version } };
  const { from, to } = event;
  if (from !== null && to !== null)
    return { word: 'compare', params: compareParams({ left: from, right: to }) };
  return { word: 'show', params: { tab: null, version: to ?? from } };
}
