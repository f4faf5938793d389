import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed, type Page, pageFromParam } from '../table/listed';
import { PageLinks } from '../table/page-links';
import { Moment } from '../time/moment';
import { may } from './may';
import { Notices } from './notices';
import type { ProtectedLabel } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const COLUMNS: readonly Column[] = [
  { key: 'label', title: 'Label', narrow: 'heading' },
  { key: 'since', title: 'Protected', width: '45%' },
  { key: 'actions', title: 'Actions', width: '110px', quiet: true },
];
// As the API has it.
const LABEL = /^(?!latest$)(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,63}$/;

/** The labels that only admins may move, on every prompt. */
@Component({
  selector: 'pr-protected-labels',
  imports: [
    Cell,
    Control,
    DataTable,
    Field,
    Form,
    MatButton,
    MatIcon,
    Moment,
    PageLinks,
    ProblemBanner,
    RouterLink,
  ],
  templateUrl: './protected-labels.html',
  styleUrls: ['./page.css', './protected-labels.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProtectedLabels {
  /** Query parameter. */
  readonly page = input<string>();

  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);
  protected readonly isAdmin = may('admin');
  protected readonly columns = computed(() =>
    COLUMNS.filter(({ key }) => key !== 'actions' || this.isAdmin()),
  );
  protected readonly idOf = ({ label }: ProtectedLabel) => label;
  protected readonly submission = new Submission();
  protected readonly list = listed<Page<ProtectedLabel>>(() => ({
    url: '/api/v1/protected-labels',
    params: { page: pageFromParam(this.page()), pageSize: 50 },
  }));
  protected readonly labels = computed(() => this.list.latest()?.items);

  constructor() {
    showSettingsPage('protected-labels');
  }

  protected async protect(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const label = textOf(form, 'label').trim();
    const wrong = 'must be 1 to 64 of a–z, 0–9, “.”, “_” or “-”, and not “latest” or only digits';
    if (!this.submission.check(LABEL.test(label) ? [] : [{ field: 'label', message: wrong }])) return;
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.put(this.urlOf(label), {}));
    });
    if (!done) return;
    form.reset();
    this.list.readAgain();
    this.notices.done(`Only admins can move “${label}” now.`);
  }

  protected async release(label: string): Promise<void> {
    const done = await this.confirm.ask({
      title: `Let editors move “${label}” again?`,
      consequences: [
        'On every prompt, anyone who may write can then move or remove it, and with it what agents are served where a prompt serves it.',
        'Nothing moves by this itself, and you can protect it again at any time.',
      ],
      action: `Release ${label}`,
      destructive: true,
      act: async () => {
        await firstValueFrom(this.http.delete(this.urlOf(label)));
        this.list.readAgain();
      },
    });
    if (done) this.notices.done(`Editors can move “${label}” again.`);
  }

  private urlOf(label: string): string {
    return `/api/v1/protected-labels/${encodeURIComponent(label)}`;
  }
}
