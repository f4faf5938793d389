import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed, type Page } from '../table/listed';
import { Moment } from '../time/moment';
import { may } from './may';
import { Notices } from './notices';
import type { DeadLetter } from './settings-api';

const COLUMNS: readonly Column[] = [
  { key: 'what', title: 'What', width: '34%', narrow: 'heading' },
  { key: 'why', title: 'Why it was given up' },
  { key: 'when', title: 'When', width: '130px' },
  { key: 'actions', title: 'Actions', width: '110px', quiet: true },
];
const MOST_SHOWN = 50;

/** Deliveries to MLflow that were given up; admins send them again. */
@Component({
  selector: 'pr-dead-letters',
  imports: [Cell, DataTable, MatButton, Moment],
  templateUrl: './dead-letters.html',
  styleUrls: ['./page.css', './dead-letters.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeadLetters {
  /** How many there are; the list is read again when it changes. */
  readonly count = input.required<number>();
  readonly redriven = output();

  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);
  protected readonly isAdmin = may('admin');
  protected readonly columns = computed(() =>
    COLUMNS.filter(({ key }) => key !== 'actions' || this.isAdmin()),
  );
  protected readonly idOf = ({ id }: DeadLetter) => id;
  protected readonly list = listed<Page<DeadLetter>>(() => ({
    url: '/api/v1/mlflow/dead-letters',
    params: { page: 1, pageSize: MOST_SHOWN },
  }));
  protected readonly letters = computed(() => this.list.latest()?.items);
  protected readonly total = computed(() => new Intl.NumberFormat().format(this.count()));
  protected readonly mostShown = MOST_SHOWN;

  constructor() {
    effect(() => {
      this.count();
      untracked(() => !this.list.resource.isLoading() && this.list.resource.reload());
    });
  }

  protected async redriveAll(): Promise<void> {
    await this.redrive(`Send all ${this.total()} again?`, {});
  }

  protected async redriveOne({ id, topic, reference }: DeadLetter): Promise<void> {
    await this.redrive(`Send the ${topic} ${reference} again?`, { ids: [id] });
  }

  private async redrive(title: string, body: object): Promise<void> {
    let redriven = 0;
    const done = await this.confirm.ask({
      title,
      consequences: [
        'They are put back into the queue and tried as if they were new. What MLflow refuses again comes back to this list.',
        'Nothing is delivered twice: MLflow is told the same ids.',
      ],
      action: 'Send again',
      act: async () => {
        const answer = await firstValueFrom(
          this.http.post<{ readonly redriven: number }>('/api/v1/mlflow/redrive', body),
        );
        redriven = answer.redriven;
        this.list.readAgain();
        this.redriven.emit();
      },
    });
    if (done) this.notices.done(`${new Intl.NumberFormat().format(redriven)} sent again.`);
  }
}
