import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Submission } from '../form/submission';
import { formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import {
  countsOf,
  countWords,
  type ImportedFile,
  readAsWords,
  reportOf,
  statusWords,
  variableWords,
} from './import-report';
import type { PromptFile } from './prompt-bundle';
import { PromptTransfer } from './prompt-transfer';
import { filesOfEntries, filesOfInput, type FoundFile, readFiles, type UnreadableFile } from './read-files';

/** Where the files come from. */
type Source =
  | {
      readonly kind: 'sent';
      readonly files: readonly PromptFile[];
      readonly unreadable: readonly UnreadableFile[];
    }
  | { readonly kind: 'server' };

/** Files that were dropped before the dialog was there. */
export interface ToImport {
  readonly found: Promise<readonly FoundFile[]> | null;
}

/** Imports prompt files: picks them, says what would become of each, then does it. Closes with true when something changed. */
@Component({
  selector: 'pr-import-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatIcon,
    ProblemBanner,
    RouterLink,
  ],
  templateUrl: './import-dialog.html',
  styleUrls: ['../confirm/dialog.css', './import-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(dragover)': 'onDragOver($event)', '(dragleave)': 'over.set(false)', '(drop)': 'onDrop($event)' },
})
export class ImportDialog {
  private readonly transfer = inject(PromptTransfer);
  private readonly opened = inject<MatDialogRef<ImportDialog, boolean>>(MatDialogRef);

  protected readonly source = signal<Source | null>(null);
  protected readonly report = signal<readonly ImportedFile[] | null>(null);
  protected readonly done = signal(false);
  /** Conflicts that the person wants to import all the same. */
  protected readonly overriding = signal<ReadonlySet<string>>(new Set());
  protected readonly over = signal(false);
  protected readonly submission = new Submission();
  private readonly looked = signal(0);
  /** How far a large import is. */
  protected readonly progress = computed(() => {
    const source = this.source();
    const count = source?.kind === 'sent' ? source.files.length : 0;
    return this.looked() > 0 && count > this.looked()
      ? `${formatCount(this.looked())} of ${formatCount(count)} files…`
      : 'Looking at the files…';
  });
  protected readonly statusWords = statusWords;
  protected readonly countWords = countWords;
  protected readonly readAsWords = readAsWords;
  protected readonly variableWords = variableWords;

  protected readonly counts = computed(() => countsOf(this.report() ?? []));
  /** How many prompts importing would change. */
  protected readonly changing = computed(
    () =>
      (this.report() ?? []).filter(
        ({ status, path }) =>
          status === 'created' ||
          status === 'new_version' ||
          (status === 'conflict' && this.overriding().has(path)),
      ).length,
  );
  protected readonly action = computed(() => {
    const count = this.changing();
    return count === 0
      ? 'Nothing to import'
      : `Import ${formatCount(count)} ${count === 1 ? 'prompt' : 'prompts'}`;
  });
  protected readonly changed = computed(() =>
    (this.report() ?? []).some(
      ({ status }) => this.done() && (status === 'created' || status === 'new_version'),
    ),
  );

  constructor() {
    const { found } = inject<ToImport>(MAT_DIALOG_DATA);
    if (found) void this.takeFound(found);
    this.opened.backdropClick().subscribe(() => this.close());
  }

  protected pick(input: HTMLInputElement): void {
    void this.takeFound(Promise.resolve(filesOfInput(input.files)));
    // The same files can be picked again after they were corrected.
    input.value = '';
  }

  protected onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.over.set(true);
  }

  protected onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over.set(false);
    // Within the event: afterwards the browser forgets what was dropped.
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
    if (!this.done()) void this.takeFound(filesOfEntries(entries));
  }

  protected async takeServer(): Promise<void> {
    await this.look({ kind: 'server' });
  }

  protected async import(): Promise<void> {
    const source = this.source();
    const before = this.report();
    if (!source || !before || this.changing() === 0) return;
    await this.submission.run(async () => {
      // What the look passed over, because two requests have a file of one name, is not sent.
      const only = new Set(before.filter(({ status }) => status !== 'skipped').map(({ path }) => path));
      this.looked.set(0);
      const options = {
        dryRun: false,
        only,
        overriding: this.overriding(),
        onProgress: this.looked.set.bind(this.looked),
      };
      const imported =
        source.kind === 'server'
          ? await this.transfer.seed(options)
          : await this.transfer.import(source.files, options);
      const told = new Set(imported.map(({ path }) => path));
      this.done.set(true);
      this.report.set(reportOf([...imported, ...before.filter(({ path }) => !told.has(path))]));
    });
  }

  protected toggle(path: string): void {
    const overriding = new Set(this.overriding());
    if (!overriding.delete(path)) overriding.add(path);
    this.overriding.set(overriding);
  }

  protected again(): void {
    this.source.set(null);
    this.report.set(null);
    this.done.set(false);
    this.overriding.set(new Set());
    this.submission.check([]);
  }

  protected close(): void {
    this.opened.close(this.changed());
  }

  private async takeFound(found: Promise<readonly FoundFile[]>): Promise<void> {
    const { files, unreadable } = await readFiles(await found);
    if (files.length + unreadable.length > 0) await this.look({ kind: 'sent', files, unreadable });
  }

  /** Asks what would become of the files. */
  private async look(source: Source): Promise<void> {
    this.again();
    this.source.set(source);
    await this.submission.run(async () => {
      this.looked.set(0);
      const options = { dryRun: true, onProgress: this.looked.set.bind(this.looked) };
      const files =
        source.kind === 'server'
          ? await this.transfer.seed(options)
          : await this.transfer.import(source.files, options);
      const unreadable = source.kind === 'server' ? [] : source.unreadable;
      this.report.set(
        reportOf([
          ...files,
          ...unreadable.map(({ path, reason }) => ({
            path,
            reason,
            name: null,
            status: 'skipped' as const,
            warnings: [],
          })),
        ]),
      );
    });
  }
}
