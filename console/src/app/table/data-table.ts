import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChild,
  contentChildren,
  input,
  output,
  signal,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { Problem } from '../problem/problem';
import { ProblemBanner } from '../problem/problem-banner';
import { Cell, Details } from './cell';
import type { Column } from './column';

const SKELETON_ROWS = [62, 44, 71, 53, 66];

/**
 * Rows with named columns, cards where it is narrow; with what is shown while they are on their way, when there are none
 * (the content marked `prEmpty`) and when they could not be read.
 */
@Component({
  selector: 'pr-data-table',
  imports: [MatIcon, NgTemplateOutlet, ProblemBanner],
  templateUrl: './data-table.html',
  styleUrl: './data-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataTable<Row extends object> {
  /** What the rows are, for screen readers. */
  readonly label = input.required<string>();
  readonly columns = input.required<readonly Column[]>();
  /** Undefined while the first answer is on its way. */
  readonly rows = input.required<readonly Row[] | undefined>();
  /** What tells one row from another across answers. */
  readonly rowId = input.required<(row: Row) => string>();
  /** Rows that do not count any more are quieter. */
  readonly isQuiet = input<(row: Row) => boolean>(() => false);
  /** For the button that opens the details of a row. */
  readonly nameOf = input<(row: Row) => string>(() => '');
  readonly problem = input<Problem | null>(null);
  /** A newer answer is on its way because the person asked for another selection. */
  readonly busy = input(false);
  readonly retry = output();

  private readonly cells = contentChildren<Cell<Row>>(Cell);
  protected readonly details = contentChild<Details<Row>>(Details);
  private readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly skeletonRows = SKELETON_ROWS;
  protected readonly shown = computed(() => {
    const cells = this.cells();
    const [free, ...others] = this.columns().filter(({ width }) => width === undefined);
    return this.columns().map((column) => ({
      ...column,
      /** Takes what the others leave, which must not be nothing. */
      isRest: column === free && others.length === 0,
      template: cells.find((cell) => cell.prCell() === column.key)?.template ?? null,
    }));
  });

  protected isOpen(row: Row): boolean {
    return this.opened().has(this.rowId()(row));
  }

  protected toggle(row: Row): void {
    const opened = new Set(this.opened());
    if (!opened.delete(this.rowId()(row))) opened.add(this.rowId()(row));
    this.opened.set(opened);
  }
}
