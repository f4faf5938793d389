import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuContent, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Session } from '../session/session';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { Denied } from '../table/denied';
import { listed, type Page, pageFromParam } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { Moment } from '../time/moment';
import { FORM_DIALOG } from './form-dialog';
import { may } from './may';
import { Notices } from './notices';
import { PasswordDialog } from './password-dialog';
import { PersonDialog } from './person-dialog';
import type { User } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const COLUMNS: readonly Column[] = [
  { key: 'person', title: 'Person', narrow: 'heading' },
  { key: 'role', title: 'Role', width: '120px' },
  { key: 'state', title: 'Sign-in', width: '140px' },
  { key: 'added', title: 'Added', width: '140px', wideOnly: true, narrow: 'none' },
  { key: 'actions', title: 'Actions', width: '48px', quiet: true },
];

/** Who may sign in, and as what. For admins. */
@Component({
  selector: 'pr-people',
  imports: [
    Cell,
    DataTable,
    Denied,
    MatButton,
    MatIcon,
    MatIconButton,
    MatMenu,
    MatMenuContent,
    MatMenuItem,
    MatMenuTrigger,
    Moment,
    PageLinks,
  ],
  templateUrl: './people.html',
  styleUrl: './page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class People {
  /** Query parameter. */
  readonly page = input<string>();

  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);
  protected readonly allowed = may('admin');
  protected readonly columns = COLUMNS;
  protected readonly idOf = (user: User) => user.id;
  protected readonly isDisabled = (user: User) => user.disabled;
  protected readonly list = listed<Page<User>>(() =>
    this.allowed()
      ? { url: '/api/v1/users', params: { page: pageFromParam(this.page()), pageSize: 50 } }
      : undefined,
  );
  protected readonly users = computed(() => this.list.latest()?.items);
  protected readonly total = computed(() => new Intl.NumberFormat().format(this.list.latest()?.total ?? 0));
  protected readonly ownId = computed(() => this.session.person()?.id);

  constructor() {
    showSettingsPage('people');
  }

  protected async add(): Promise<void> {
    await this.open(PersonDialog, null);
  }

  protected async edit(user: User): Promise<void> {
    if (!(await this.open(PersonDialog, user))) return;
    // What one may do oneself can have changed with it.
    if (user.id === this.ownId()) await this.session.refresh();
  }

  protected async setPassword(user: User): Promise<void> {
    await this.open(PasswordDialog, user);
  }

  protected async disable(user: User): Promise<void> {
    const done = await this.confirm.ask({
      title: `Keep ${user.name} from signing in?`,
      consequences: [
        user.id === this.ownId()
          ? 'This is you: you are signed out at once, and only another admin can let you in again.'
          : `${user.email} is signed out everywhere at once. What they wrote stays, under their name.`,
        'API keys they made go on working. You can enable them again at any time.',
      ],
      action: `Disable ${user.name}`,
      destructive: true,
      act: () => this.patch(user, { disabled: true }),
    });
    if (done) this.notices.done(`${user.name} can no longer sign in.`);
  }

  protected async enable(user: User): Promise<void> {
    const done = await this.confirm.ask({
      title: `Let ${user.name} sign in again?`,
      consequences: [`${user.email} signs in with the password they had, as ${user.role}.`],
      action: `Enable ${user.name}`,
      act: () => this.patch(user, { disabled: false }),
    });
    if (done) this.notices.done(`${user.name} can sign in again.`);
  }

  private async patch(user: User, change: { readonly disabled: boolean }): Promise<void> {
    await firstValueFrom(this.http.patch(`/api/v1/users/${user.id}`, change));
    this.list.readAgain();
  }

  private async open(form: typeof PersonDialog | typeof PasswordDialog, data: User | null): Promise<boolean> {
    const opened = this.dialog.open<PersonDialog | PasswordDialog, User | null, boolean>(form, {
      ...FORM_DIALOG,
      data,
    });
    const changed = (await firstValueFrom(opened.afterClosed())) ?? false;
    if (changed) this.list.readAgain();
    return changed;
  }
}
