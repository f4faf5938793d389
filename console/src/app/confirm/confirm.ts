import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Question } from './confirm-dialog';

/** Asks before something is done that others feel. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly dialog = inject(MatDialog);

  /** True once the person agreed and it was done; a refusal by the server is shown, and the person can try again or leave. */
  async ask(question: Question): Promise<boolean> {
    const opened = this.dialog.open<ConfirmDialog, Question, boolean>(ConfirmDialog, {
      data: question,
      role: 'alertdialog',
      width: '460px',
      maxWidth: 'calc(100vw - 32px)',
      // What destroys is never under the cursor by itself.
      autoFocus: question.destructive ? '[data-cancel]' : '[data-act]',
    });
    return (await firstValueFrom(opened.afterClosed())) ?? false;
  }
}
