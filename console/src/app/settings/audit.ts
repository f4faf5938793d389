import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { Cell, Details } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { Denied } from '../table/denied';
import { listed } from '../table/listed';
import { UnreadNotice } from '../table/unread-notice';
import { unreadParamsOfPage } from '../table/unread-params';
import { Moment } from '../time/moment';
import { exactTime } from '../time/relative-time';
import {
  type AuditFilters,
  auditFiltersFrom,
  auditParams,
  auditRequest,
  FILTER_WORDS,
  isNarrowed,
  KNOWN_ACTIONS,
  SUBJECT_TYPES,
} from './audit-filters';
import { changesOf, subjectLink } from './audit-subject';
import { may } from './may';
import type { AuditEntry, AuditPage } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const COLUMNS: readonly Column[] = [
  { key: 'at', title: 'When', width: '130px' },
  { key: 'actor', title: 'Who', width: '24%' },
  { key: 'action', title: 'Did what', width: '200px', narrow: 'heading' },
  { key: 'subject', title: 'To what' },
];

/** Who changed what, newest first, narrowed by what the URL says. For admins. */
@Component({
  selector: 'pr-audit',
  imports: [Cell, DataTable, Denied, Details, MatIcon, Moment, RouterLink, UnreadNotice],
  templateUrl: './audit.html',
  styleUrls: ['./page.css', './audit.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Audit {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  protected readonly allowed = may('admin');
  protected readonly columns = COLUMNS;
  protected readonly actions = KNOWN_ACTIONS;
  protected readonly subjectTypes = SUBJECT_TYPES;
  protected readonly idOf = (entry: AuditEntry) => entry.id;
  protected readonly nameOf = ({ action, subjectName }: AuditEntry) => `${action} ${subjectName}`;
  protected readonly subjectLink = subjectLink;
  protected readonly changesOf = changesOf;

  protected readonly filters = toSignal(
    this.route.queryParamMap.pipe(map((params) => auditFiltersFrom((name) => params.get(name)))),
    { initialValue: auditFiltersFrom(() => null) },
  );
  protected readonly unread = unreadParamsOfPage(
    (params) => auditFiltersFrom((name) => params.get(name)),
    FILTER_WORDS,
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filters()));
  protected readonly list = listed<AuditPage>(() =>
    this.allowed() ? { url: '/api/v1/audit', params: auditRequest(this.filters()) } : undefined,
  );
  protected readonly entries = computed(() => this.list.latest()?.items);
  protected readonly newest = computed(() => auditParams(this.filters(), {}));
  protected readonly older = computed(() => {
    const next = this.list.latest()?.next;
    return next ? auditParams(this.filters(), { cursor: next }) : null;
  });

  constructor() {
    showSettingsPage('audit');
  }

  protected narrow(change: Partial<AuditFilters>): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: this.paramsWith(change) });
  }

  protected paramsWith(change: Partial<AuditFilters>) {
    return auditParams(this.filters(), change);
  }

  protected exact(at: string): string {
    return exactTime(new Date(at));
  }
}
