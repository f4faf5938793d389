import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { firstValueFrom } from 'rxjs';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed, type Page, pageFromParam } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { FORM_DIALOG } from './form-dialog';
import { may } from './may';
import { MetricDialog } from './metric-dialog';
import { marginWords, rangeWords } from './metric-words';
import { Notices } from './notices';
import type { Metric } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const COLUMNS: readonly Column[] = [
  { key: 'name', title: 'Metric', narrow: 'heading' },
  { key: 'kind', title: 'Kind', width: '110px' },
  { key: 'range', title: 'Range', width: '150px' },
  { key: 'direction', title: 'Better is', width: '100px' },
  { key: 'margin', title: 'Margin', width: '120px' },
  { key: 'from', title: 'Comes from', width: '150px', wideOnly: true, narrow: 'none' },
];

const SOURCES: Readonly<Record<Metric['source'], string>> = {
  outcome: 'outcomes',
  trace: 'traces',
  composite: 'other metrics',
};

/** What outcomes and experiments can measure. */
@Component({
  selector: 'pr-metrics',
  imports: [Cell, DataTable, MatButton, MatIcon, PageLinks],
  templateUrl: './metrics.html',
  styleUrl: './page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Metrics {
  /** Query parameter. */
  readonly page = input<string>();

  private readonly dialog = inject(MatDialog);
  private readonly notices = inject(Notices);
  protected readonly mayAdd = may('write');
  protected readonly columns = COLUMNS;
  protected readonly sources = SOURCES;
  protected readonly rangeOf = (metric: Metric) => rangeWords(metric);
  protected readonly marginOf = (metric: Metric) => marginWords(metric);
  protected readonly idOf = ({ name }: Metric) => name;
  protected readonly list = listed<Page<Metric>>(() => ({
    url: '/api/v1/metrics',
    params: { page: pageFromParam(this.page()), pageSize: 50 },
  }));
  protected readonly metrics = computed(() => this.list.latest()?.items);
  protected readonly total = computed(() => new Intl.NumberFormat().format(this.list.latest()?.total ?? 0));

  constructor() {
    showSettingsPage('metrics');
  }

  protected async add(): Promise<void> {
    const opened = this.dialog.open<MetricDialog, undefined, string>(MetricDialog, {
      ...FORM_DIALOG,
      width: '600px',
    });
    const name = await firstValueFrom(opened.afterClosed());
    if (!name) return;
    this.list.readAgain();
    this.notices.done(`“${name}” is registered: outcomes and plans can use it now.`);
  }
}
