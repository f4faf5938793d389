import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed, type Page, pageFromParam } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { Moment } from '../time/moment';
import { consumerState } from './consumer-state';
import { may } from './may';
import { refreshEvery } from './refreshed';
import type { Consumer } from './settings-api';
import { showSettingsPage } from './show-settings-page';

// Agents report every 30 s.
const REFRESH_MS = 10_000;

const COLUMNS: readonly Column[] = [
  { key: 'service', title: 'Service and instance', narrow: 'heading' },
  { key: 'state', title: 'State', width: '150px' },
  { key: 'revision', title: 'Revision', width: '150px' },
  { key: 'sdk', title: 'SDK', width: '90px', wideOnly: true },
  { key: 'key', title: 'Key', width: '18%', wideOnly: true },
  { key: 'seen', title: 'Last seen', width: '120px' },
];

/** The agents that run now, and what they serve. */
@Component({
  selector: 'pr-consumers',
  imports: [Cell, DataTable, MatIcon, Moment, PageLinks, RouterLink],
  templateUrl: './consumers.html',
  styleUrl: './page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Consumers {
  /** Query parameter. */
  readonly page = input<string>();

  protected readonly isAdmin = may('admin');
  protected readonly columns = COLUMNS;
  protected readonly stateOf = consumerState;
  protected readonly idOf = ({ service, instanceId }: Consumer) => `${service}\n${instanceId}`;
  protected readonly list = listed<Page<Consumer>>(() => ({
    url: '/api/v1/consumers',
    params: { page: pageFromParam(this.page()), pageSize: 100 },
  }));
  protected readonly consumers = computed(() => this.list.latest()?.items);
  protected readonly total = computed(() => this.count(this.list.latest()?.total ?? 0));
  protected readonly onPage = computed(() => {
    const answer = this.list.latest();
    return answer && answer.total > answer.pageSize ? ' on this page' : '';
  });
  /** How many on this page are not in step, by what is the matter. */
  protected readonly troubles = computed(() => {
    const words = (this.consumers() ?? []).map(consumerState).filter(({ tone }) => tone !== 'good');
    const kinds = [...new Set(words.map(({ word }) => word))];
    return kinds
      .map((word) => `${this.count(words.filter((other) => other.word === word).length)} ${word}`)
      .join(', ');
  });

  constructor() {
    showSettingsPage('consumers');
    refreshEvery(REFRESH_MS, this.list.resource);
  }

  protected count(count: number): string {
    return new Intl.NumberFormat().format(count);
  }
}
