import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCompact, formatCount } from '../numbers/format';
import { Moment } from '../time/moment';
import { Author } from './author';
import { type FolderGroup, leafOf } from './folders';
import { LabelChips } from './label-chips';
import type { ActivityOfPage } from './prompt-activity';
import type { Order, Sort } from './prompt-filters';
import type { PromptSelection } from './prompt-selection';
import type { ListedPrompt } from './prompts-api';
import { RowActions } from './row-actions';
import { TrialLink } from './trial-link';

/** A column of the table; with `sort`, its title orders the list. */
interface Column {
  readonly title: string;
  readonly name: string;
  readonly sort?: Sort;
}

const COLUMNS: readonly Column[] = [
  { name: 'name', title: 'Name', sort: 'name' },
  { name: 'type', title: 'Type' },
  { name: 'latest', title: 'Latest', sort: 'latestVersion' },
  { name: 'labels', title: 'Labels' },
  { name: 'tags', title: 'Tags' },
  { name: 'uses', title: 'Uses, 7 d' },
  { name: 'trial', title: 'Experiment' },
  { name: 'updated', title: 'Last change', sort: 'updatedAt' },
];

/** One page of prompts: a table, or cards where it is narrow. */
@Component({
  selector: 'pr-prompt-table',
  imports: [Author, LabelChips, MatIcon, Moment, RouterLink, RowActions, TrialLink],
  templateUrl: './prompt-table.html',
  styleUrls: ['./prompt-table.css', './prompt-table-narrow.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptTable {
  readonly groups = input.required<readonly FolderGroup[]>();
  /** Folders have rows of their own, and names inside are shown without them. */
  readonly grouped = input.required<boolean>();
  /** How many prompts of the list are in a folder, also on other pages; what is not in here is not known. */
  readonly folderCounts = input.required<ReadonlyMap<string, number>>();
  readonly activity = input.required<ActivityOfPage>();
  readonly selection = input.required<PromptSelection>();
  readonly mayWrite = input.required<boolean>();
  readonly sort = input.required<Sort>();
  readonly order = input.required<Order>();
  /** Another selection is on its way. */
  readonly busy = input.required<boolean>();
  readonly sortBy = output<Sort>();
  readonly narrowTo = output<string>();
  readonly exported = output<ListedPrompt>();
  readonly archived = output<ListedPrompt>();
  readonly restored = output<ListedPrompt>();

  protected readonly columns = COLUMNS;
  protected readonly closed = signal<ReadonlySet<string>>(new Set());
  protected readonly all = computed(() => this.groups().flatMap(({ prompts }) => prompts));
  protected readonly allPicked = computed(() => this.all().every(({ id }) => this.selection().has(id)));
  protected readonly somePicked = computed(() => this.all().some(({ id }) => this.selection().has(id)));
  protected readonly formatCompact = formatCompact;
  protected readonly formatCount = formatCount;
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Moves the focus by rows; the first move goes to the first row. True when there was a row to go to. */
  move(step: 1 | -1): boolean {
    const rows = [...this.host.nativeElement.querySelectorAll<HTMLElement>('a.name')];
    const row = document.activeElement?.closest('tr');
    const current = rows.findIndex((name) => name.closest('tr') === row);
    const next = current === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step));
    rows[next]?.focus();
    return rows.length > 0;
  }

  /** The prompt of the row that has the focus. */
  focused(): ListedPrompt | undefined {
    const id = document.activeElement?.closest<HTMLElement>('tr[data-id]')?.dataset['id'];
    return this.all().find((prompt) => prompt.id === id);
  }

  protected toggle(folder: string): void {
    const closed = new Set(this.closed());
    if (!closed.delete(folder)) closed.add(folder);
    this.closed.set(closed);
  }

  protected ariaSort({ sort }: Column): 'ascending' | 'descending' | 'none' | null {
    if (!sort) return null;
    if (sort !== this.sort()) return 'none';
    return this.order() === 'asc' ? 'ascending' : 'descending';
  }

  protected shownName(name: string): string {
    return this.grouped() ? leafOf(name) : name;
  }

  protected count({ folder, prompts, isCut }: FolderGroup): string {
    const known = this.folderCounts().get(folder);
    const count = known ?? prompts.length;
    const where = known === undefined && isCut ? ' on this page' : '';
    return `${formatCount(count)} ${count === 1 ? 'prompt' : 'prompts'}${where}`;
  }
}
