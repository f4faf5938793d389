import { ChangeDetectionStrategy, Component, ElementRef, inject, input, output, signal } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Moment } from '../time/moment';
import { Author } from './author';
import { type FolderGroup, leafOf } from './folders';
import { LabelChips } from './label-chips';
import type { Order, Sort } from './prompt-filters';

/** One page of prompts: a table, or cards where it is narrow. */
@Component({
  selector: 'pr-prompt-table',
  imports: [Author, LabelChips, MatIcon, Moment, RouterLink],
  templateUrl: './prompt-table.html',
  styleUrl: './prompt-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptTable {
  readonly groups = input.required<readonly FolderGroup[]>();
  /** Folders have rows of their own, and names inside are shown without them. */
  readonly grouped = input.required<boolean>();
  readonly sort = input.required<Sort>();
  readonly order = input.required<Order>();
  /** A newer answer is on its way. */
  readonly busy = input.required<boolean>();
  readonly sortBy = output<Sort>();
  readonly narrowTo = output<string>();

  protected readonly closed = signal<ReadonlySet<string>>(new Set());
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Moves the focus by rows; the first move goes to the first row. True when there was a row to go to. */
  move(step: 1 | -1): boolean {
    const rows = [...this.host.nativeElement.querySelectorAll<HTMLElement>('a.name')];
    const current = rows.findIndex((row) => row === document.activeElement);
    const next = current === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step));
    rows[next]?.focus();
    return rows.length > 0;
  }

  protected toggle(folder: string): void {
    const closed = new Set(this.closed());
    if (!closed.delete(folder)) closed.add(folder);
    this.closed.set(closed);
  }

  protected ariaSort(sort: Sort): 'ascending' | 'descending' | 'none' {
    if (sort !== this.sort()) return 'none';
    return this.order() === 'asc' ? 'ascending' : 'descending';
  }

  protected shownName(name: string): string {
    return this.grouped() ? leafOf(name) : name;
  }

  protected count({ prompts, isCut }: FolderGroup): string {
    const count = new Intl.NumberFormat().format(prompts.length);
    return `${count} ${prompts.length === 1 ? 'prompt' : 'prompts'}${isCut ? ' on this page' : ''}`;
  }
}
