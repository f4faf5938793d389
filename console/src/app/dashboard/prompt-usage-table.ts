import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { significant } from '../numbers/digits';
import { formatChange, formatCount, formatRoughDuration, formatShare } from '../numbers/format';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import type { PromptUsage } from './dashboard-api';

const COLUMNS: readonly Column[] = [
  { key: 'prompt', title: 'Prompt', narrow: 'heading' },
  { key: 'uses', title: 'Uses', width: '180px' },
  { key: 'latency', title: 'Median latency', width: '130px' },
  { key: 'cost', title: 'Cost of a use', width: '120px' },
  { key: 'errors', title: 'Errors', width: '100px' },
  { key: 'file', title: 'From prompt file', width: '130px' },
];

/** How the most used prompts do; every number leads to its traces. */
@Component({
  selector: 'pr-prompt-usage-table',
  imports: [Cell, DataTable, RouterLink],
  template: `
    <pr-data-table label="The most used prompts" [columns]="columns" [rows]="prompts()" [rowId]="idOf">
      <ng-template prCell="prompt" [prCellOf]="prompts()" let-row>
        <a class="name" [routerLink]="['/prompts', row.promptName]">{{ row.promptName }}</a>
      </ng-template>
      <ng-template prCell="uses" [prCellOf]="prompts()" let-row>
        <span>
          <a class="number" routerLink="/traces" [queryParams]="tracesOf(row)">{{ count(row.uses) }}</a>
          @if (row.usesBefore > 0) {
            <span class="meta number" title="Against the time before">
              {{ change(row.uses / row.usesBefore - 1) }}</span
            >
          }
        </span>
      </ng-template>
      <ng-template prCell="latency" [prCellOf]="prompts()" let-row>
        <a
          class="number"
          title="Counted in steps of a third: mostly within 15 %"
          routerLink="/traces"
          [queryParams]="tracesOf(row)"
          >{{ duration(row.medianLatencyMs) }}</a
        >
      </ng-template>
      <ng-template prCell="cost" [prCellOf]="prompts()" let-row>
        <a
          class="number"
          title="Mean, in the currency that your agents report"
          routerLink="/traces"
          [queryParams]="tracesOf(row)"
          >{{ cost(row.meanCost) }}</a
        >
      </ng-template>
      <ng-template prCell="errors" [prCellOf]="prompts()" let-row>
        <a class="number" routerLink="/traces" [queryParams]="tracesOf(row, { status: 'error' })">{{
          share(row.errorShare)
        }}</a>
      </ng-template>
      <ng-template prCell="file" [prCellOf]="prompts()" let-row>
        <a class="number" routerLink="/traces" [queryParams]="tracesOf(row, { source: 'file' })">{{
          share(row.fileShare)
        }}</a>
      </ng-template>
      <p prEmpty>No use of a registered prompt was recorded in this time.</p>
    </pr-data-table>
  `,
  styles: `
    a {
      color: var(--text);
    }
    .name {
      font-weight: 500;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptUsageTable {
  readonly prompts = input.required<readonly PromptUsage[]>();
  /** From when the figures are. */
  readonly from = input.required<string>();
  protected readonly columns = COLUMNS;
  protected readonly idOf = ({ promptId }: PromptUsage) => promptId;
  protected readonly count = formatCount;
  protected readonly change = (change: number) => formatChange(change);
  protected readonly duration = formatRoughDuration;
  protected readonly share = formatShare;
  protected readonly cost = (cost: number | null) => (cost === null ? '–' : significant(cost));

  protected tracesOf({ promptName }: PromptUsage, more: Readonly<Record<string, string>> = {}) {
    return { prompt: promptName, from: this.from(), ...more };
  }
}
