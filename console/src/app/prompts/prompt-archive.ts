import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { formatCount } from '../numbers/format';
import { toProblem } from '../problem/problem';
import { promptUrl } from './prompts-api';

interface Named {
  readonly name: string;
}

const UNDO_MS = 10_000;

/** Puts prompts away, and takes them out again. */
@Injectable({ providedIn: 'root' })
export class PromptArchive {
  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly snackBar = inject(MatSnackBar);

  /** Asks first: agents no longer get them. Calls `changed` after that, and after an undo. */
  async archive(prompts: readonly Named[], changed: () => void): Promise<boolean> {
    const what = wordsFor(prompts);
    const agreed = await this.confirm.ask({
      title: `Archive ${what}?`,
      consequences: [
        `Agents that ask for ${prompts.length === 1 ? 'it' : 'them'} get an error, or their prompt file, until it is restored.`,
        'Versions, labels and traces are kept, and the name stays taken.',
      ],
      action: `Archive ${what}`,
      act: async () => {
        for (const { name } of prompts) await firstValueFrom(this.http.delete(promptUrl(name)));
      },
    });
    changed();
    if (!agreed) return false;
    this.snackBar
      .open(`Archived ${what}`, 'Undo', { duration: UNDO_MS })
      .onAction()
      .subscribe(() => void this.restore(prompts, changed));
    return true;
  }

  /** Takes prompts out of the archive; agents get them again. */
  async restore(prompts: readonly Named[], changed: () => void): Promise<void> {
    try {
      for (const { name } of prompts) await firstValueFrom(this.http.post(`${promptUrl(name)}/restore`, {}));
      this.snackBar.open(`Restored ${wordsFor(prompts)}`, undefined, { duration: 4_000 });
    } catch (error) {
      const { title, detail } = toProblem(error);
      this.snackBar.open(`Not restored: ${title}. ${detail}`, 'Dismiss', { duration: UNDO_MS });
    }
    changed();
  }
}

function wordsFor(prompts: readonly Named[]): string {
  const [only] = prompts;
  return only && prompts.length === 1 ? `“${only.name}”` : `${formatCount(prompts.length)} prompts`;
}
