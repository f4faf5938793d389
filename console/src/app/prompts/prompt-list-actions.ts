import { inject, Injectable, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { firstValueFrom, Subject } from 'rxjs';
import { formatCount } from '../numbers/format';
import { toProblem } from '../problem/problem';
import type { ToImport } from './import-dialog';
import { PromptArchive } from './prompt-archive';
import { PromptSelection } from './prompt-selection';
import { PromptTransfer } from './prompt-transfer';
import type { ListedPrompt } from './prompts-api';

/** What can be done from the list, with one prompt or several. Provided by the list. */
@Injectable()
export class PromptListActions {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly transfer = inject(PromptTransfer);
  private readonly archiving = inject(PromptArchive);
  readonly selection = new PromptSelection();
  readonly exporting = signal(false);
  /** The list is not what it was. */
  readonly changed = new Subject<void>();

  /** Opens the import, with what was dropped. */
  async import(dropped: DataTransfer | null): Promise<void> {
    if (this.dialog.openDialogs.length > 0) return;
    // Within the event: afterwards the browser forgets what was dropped.
    const files = dropped && import('./read-files');
    const items = dropped ? [...dropped.items].map((item) => item.webkitGetAsEntry()) : [];
    const { ImportDialog } = await import('./import-dialog');
    const found = files && files.then(({ filesOfEntries }) => filesOfEntries(items));
    const opened = this.dialog.open<unknown, ToImport, boolean>(ImportDialog, {
      data: { found },
      width: '760px',
      maxWidth: 'calc(100vw - 32px)',
      disableClose: true,
    });
    if (await firstValueFrom(opened.afterClosed())) this.changed.next();
  }

  async export(prompts: readonly ListedPrompt[]): Promise<void> {
    await this.save(() => this.transfer.export(prompts));
  }

  /** Saves every prompt that the list shows, on all pages. */
  async exportAll(params: Readonly<Record<string, string | number | boolean>>): Promise<void> {
    await this.save(async () => this.transfer.export(await this.transfer.all(params)));
  }

  async archive(prompts: readonly ListedPrompt[]): Promise<void> {
    if (await this.archiving.archive(prompts, () => this.changed.next())) this.selection.clear();
  }

  async restore(prompts: readonly ListedPrompt[]): Promise<void> {
    await this.archiving.restore(prompts, () => this.changed.next());
    this.selection.clear();
  }

  private async save(how: () => Promise<number>): Promise<void> {
    if (this.exporting()) return;
    this.exporting.set(true);
    try {
      const count = await how();
      this.snackBar.open(`Exported ${formatCount(count)} ${count === 1 ? 'prompt' : 'prompts'}`, undefined, {
        duration: 4_000,
      });
    } catch (error) {
      const { title, detail } = toProblem(error);
      this.snackBar.open(`Nothing was exported: ${title}. ${detail}`, 'Dismiss', { duration: 10_000 });
    } finally {
      this.exporting.set(false);
    }
  }
}
