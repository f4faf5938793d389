import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { Denied } from '../table/denied';
import { listed, type Page, pageFromParam } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { Moment } from '../time/moment';
import { Now } from '../time/now';
import { ApiKeyDialog } from './api-key-dialog';
import { isWorking, lastUse, whoStopsWorking } from './api-key-state';
import { FORM_DIALOG } from './form-dialog';
import { may } from './may';
import { Notices } from './notices';
import type { ApiKey, Consumer } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const COLUMNS: readonly Column[] = [
  { key: 'name', title: 'Key', narrow: 'heading' },
  { key: 'scopes', title: 'Scopes', width: '190px' },
  { key: 'made', title: 'Made', width: '170px', wideOnly: true, narrow: 'none' },
  { key: 'used', title: 'Last used', width: '120px' },
  { key: 'state', title: 'State', width: '160px' },
  { key: 'actions', title: 'Actions', width: '88px', quiet: true },
];

/** The credentials of programs. For admins. */
@Component({
  selector: 'pr-api-keys',
  imports: [Cell, DataTable, Denied, MatButton, MatIcon, Moment, PageLinks],
  templateUrl: './api-keys.html',
  styleUrl: './page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ApiKeys {
  /** Query parameter. */
  readonly page = input<string>();

  private readonly http = inject(HttpClient);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);
  private readonly now = inject(Now);
  protected readonly allowed = may('admin');
  protected readonly columns = COLUMNS;
  protected readonly idOf = (key: ApiKey) => key.id;
  protected readonly isOver = (key: ApiKey) => !isWorking(key, this.now.value());
  protected readonly list = listed<Page<ApiKey>>(() =>
    this.allowed()
      ? { url: '/api/v1/api-keys', params: { page: pageFromParam(this.page()), pageSize: 50 } }
      : undefined,
  );
  protected readonly keys = computed(() => this.list.latest()?.items);
  protected readonly total = computed(() => new Intl.NumberFormat().format(this.list.latest()?.total ?? 0));

  constructor() {
    showSettingsPage('api-keys');
  }

  protected async create(): Promise<void> {
    const opened = this.dialog.open<ApiKeyDialog, undefined, boolean>(ApiKeyDialog, {
      ...FORM_DIALOG,
      width: '600px',
    });
    if (await firstValueFrom(opened.afterClosed())) this.list.readAgain();
  }

  protected async revoke(key: ApiKey): Promise<void> {
    const live = await this.reportingWith(key);
    const done = await this.confirm.ask({
      title: `Revoke “${key.name}”?`,
      consequences: [
        whoStopsWorking(key, live),
        lastUse(key, live, new Date()),
        'This is for good: whoever needs to go on needs a new key.',
      ],
      action: 'Revoke key',
      destructive: true,
      act: async () => {
        await firstValueFrom(this.http.delete(`/api/v1/api-keys/${key.id}`));
        this.list.readAgain();
      },
    });
    if (done) this.notices.done(`“${key.name}” no longer works.`);
  }

  /** The live agents that report with a key; unknown when the server cannot say, which must not keep a leaked key alive. */
  private async reportingWith(key: ApiKey): Promise<readonly Consumer[] | null> {
    try {
      const answer = await firstValueFrom(
        this.http.get<Page<Consumer>>('/api/v1/consumers', { params: { page: 1, pageSize: 200 } }),
      );
      return answer.items.filter(({ keyName }) => keyName === key.name);
    } catch {
      return null; // an outage, or none of our business: the question is asked without it
    }
  }
}
