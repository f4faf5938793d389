import { Directive, inject, input, TemplateRef } from '@angular/core';

/** What a cell template is given. */
export interface CellContext<Row> {
  readonly $implicit: Row;
}

/** How the cells of the column of that key look; `prCellOf` tells the compiler what a row is. */
@Directive({ selector: 'ng-template[prCell]' })
export class Cell<Row> {
  readonly prCell = input.required<string>();
  readonly prCellOf = input.required<readonly Row[] | undefined>();
  readonly template = inject<TemplateRef<CellContext<Row>>>(TemplateRef);

  static ngTemplateContextGuard<Row>(_cell: Cell<Row>, _context: unknown): _context is CellContext<Row> {
    return true;
  }
}

/** What is shown under a row when it is opened. */
@Directive({ selector: 'ng-template[prDetails]' })
export class Details<Row> {
  readonly prDetailsOf = input.required<readonly Row[] | undefined>();
  readonly template = inject<TemplateRef<CellContext<Row>>>(TemplateRef);

  static ngTemplateContextGuard<Row>(
    _details: Details<Row>,
    _context: unknown,
  ): _context is CellContext<Row> {
    return true;
  }
}
