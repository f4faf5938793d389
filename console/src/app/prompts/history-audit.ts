import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Cell } from '../table/cell';
import type { Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { listed } from '../table/listed';
import { Moment } from '../time/moment';
import { Author } from './author';

interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actorName: string;
  readonly action: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

interface AuditPage {
  readonly items: readonly AuditEntry[];
  readonly next: string | null;
}

const COLUMNS: readonly Column[] = [
  { key: 'at', title: 'When', width: '120px' },
  { key: 'actor', title: 'Who', width: '160px' },
  { key: 'action', title: 'Did what', width: '180px', narrow: 'heading' },
  { key: 'change', title: 'Change' },
];

/** Everything that was done to a prompt, as the audit log has it. For admins. */
@Component({
  selector: 'pr-history-audit',
  imports: [Author, Cell, DataTable, MatButton, Moment, RouterLink],
  template: `
    <h2>
      Audit log
      <a routerLink="/settings/audit" [queryParams]="{ subjectType: 'prompt', subjectName: name() }"
        >open in Settings</a
      >
    </h2>
    <pr-data-table
      label="Audit log of this prompt"
      [columns]="columns"
      [rows]="rows()"
      [rowId]="idOf"
      [problem]="list.problem()"
      [busy]="list.resource.isLoading()"
      (retry)="list.resource.reload()"
    >
      <ng-template prCell="at" [prCellOf]="rows()" let-entry><pr-moment [at]="entry.at" /></ng-template>
      <ng-template prCell="actor" [prCellOf]="rows()" let-entry
        ><pr-author [name]="entry.actorName"
      /></ng-template>
      <ng-template prCell="action" [prCellOf]="rows()" let-entry
        ><code>{{ entry.action }}</code></ng-template
      >
      <ng-template prCell="change" [prCellOf]="rows()" let-entry>
        <ul>
          @for (change of entry.changes; track $index) {
            <li>
              <span class="meta">{{ change.name }}</span> {{ change.words }}
            </li>
          }
        </ul>
      </ng-template>
      <p prEmpty>Nothing is recorded.</p>
    </pr-data-table>
    @if (next(); as cursor) {
      <button matButton type="button" [disabled]="list.resource.isLoading()" (click)="cursorNow.set(cursor)">
        Older entries
      </button>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      padding-top: 14px;
    }
    h2 a {
      margin-left: 8px;
      font-weight: 400;
      font-size: 12.5px;
    }
    li {
      overflow-wrap: anywhere;
    }
    button {
      justify-self: start;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistoryAudit {
  readonly name = input.required<string>();
  /** Reads again when the prompt changed. */
  readonly changedAt = input.required<string>();

  protected readonly columns = COLUMNS;
  protected readonly idOf = ({ id }: { readonly id: string }) => id;
  protected readonly cursorNow = linkedSignal<string, string | null>({
    source: () => `${this.name()} ${this.changedAt()}`,
    computation: () => null,
  });
  protected readonly list = listed<AuditPage>(() => {
    const cursor = this.cursorNow();
    this.changedAt();
    return {
      url: '/api/v1/audit',
      params: { subjectType: 'prompt', subjectName: this.name(), limit: 50, ...(cursor ? { cursor } : {}) },
    };
  });
  private readonly known = linkedSignal<AuditPage | undefined, readonly AuditEntry[] | undefined>({
    source: () => this.list.latest(),
    computation: (page, previous) =>
      page && [...(this.cursorNow() === null ? [] : (previous?.value ?? [])), ...page.items],
  });
  protected readonly next = computed(() => this.list.latest()?.next ?? null);
  protected readonly rows = computed(() =>
    this.known()?.map((entry) => ({ ...entry, changes: changesOf(entry) })),
  );
}

/** What was before and is after, member by member: "production → staging". */
function changesOf({
  before,
  after,
}: AuditEntry): readonly { readonly name: string; readonly words: string }[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => {
    const [was, is] = [shown(before?.[name]), shown(after?.[name])];
    return { name, words: was === is ? is : `${was} → ${is}` };
  });
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
