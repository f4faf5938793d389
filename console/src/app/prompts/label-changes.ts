import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { firstValueFrom } from 'rxjs';
import { toProblem } from '../problem/problem';
import { promptUrl } from './prompts-api';
import { doneWord, type PromptChange } from './rollback-plan';

/** Long enough to read what was done and to reach the button by keyboard. */
const UNDO_MS = 12_000;

/** Something that was done, and how it is taken back. */
export interface Done {
  readonly words: string;
  /** Answers what it did, or why it could not. */
  undo(): Promise<string>;
}

/** Moves labels and brings versions back, each with a way to take it back. */
@Injectable({ providedIn: 'root' })
export class LabelChanges {
  private readonly http = inject(HttpClient);
  private readonly snackBar = inject(MatSnackBar);

  /** @throws HttpErrorResponse when the server refuses; nothing was changed then. */
  async apply(prompt: string, change: PromptChange, reason: string, etag: string): Promise<Done> {
    return change.kind === 'move'
      ? this.move(prompt, change, reason)
      : this.restore(prompt, change, reason, etag);
  }

  /** @throws HttpErrorResponse when the server refuses, such as for a label that the prompt serves. */
  async remove(prompt: string, label: string, version: number): Promise<Done> {
    await firstValueFrom(this.http.delete(labelUrl(prompt, label)));
    return {
      words: `Removed ${label} from ${version}`,
      undo: async () => {
        await this.put(prompt, label, version, `Undo: ${label} was removed by mistake`, null);
        return `${label} is at ${version} again`;
      },
    };
  }

  /** Says what was done, with an undo; `after` runs when it was taken back. */
  tell(done: Done, after: () => void): void {
    const toast = this.snackBar.open(done.words, 'Undo', { duration: UNDO_MS });
    toast.onAction().subscribe(() => void this.takeBack(done, after));
  }

  private async takeBack(done: Done, after: () => void): Promise<void> {
    const words = await done.undo().catch((error: unknown) => {
      const { title, detail } = toProblem(error);
      return `Not undone: ${detail || title}`;
    });
    after();
    this.snackBar.open(words, undefined, { duration: UNDO_MS });
  }

  private async move(
    prompt: string,
    change: Extract<PromptChange, { kind: 'move' }>,
    reason: string,
  ): Promise<Done> {
    const { label, from, to } = change;
    await this.put(prompt, label, to, reason, from);
    return {
      words: doneWord(change),
      undo: async () => {
        const now = await firstValueFrom(
          this.http.get<{ readonly version: number; readonly updatedBy: string }>(labelUrl(prompt, label)),
        );
        if (now.version !== to)
          return `Not undone: ${now.updatedBy} has moved ${label} to ${now.version} since`;
        if (from === null) await firstValueFrom(this.http.delete(labelUrl(prompt, label)));
        else await this.put(prompt, label, from, `Undo of ${label} ${from} → ${to}`, to);
        return from === null ? `Removed ${label} again` : `${label} is at ${from} again`;
      },
    };
  }

  private async restore(
    prompt: string,
    change: Extract<PromptChange, { kind: 'restore' }>,
    reason: string,
    etag: string,
  ): Promise<Done> {
    const made = await this.rollBack(prompt, change.to, reason, etag);
    return {
      words: `Version ${made.version} has the words of ${change.to}`,
      undo: async () => {
        const message = `Undo of the rollback to ${change.to}`;
        const { version } = await this.rollBack(prompt, change.from, message, made.etag);
        return `Version ${version} has the words of ${change.from} again`;
      },
    };
  }

  /** Refused by the server when somebody saved meanwhile. */
  private async rollBack(prompt: string, to: number, message: string, etag: string) {
    const response = await firstValueFrom(
      this.http.post<{ readonly version: number }>(
        `${promptUrl(prompt)}/rollback`,
        { version: to, ...(message ? { message } : {}) },
        { headers: etag ? { 'If-Match': etag } : {}, observe: 'response' },
      ),
    );
    return { version: response.body?.version ?? 0, etag: response.headers.get('etag') ?? '' };
  }

  /** Refused by the server when the label is not where the person saw it. */
  private async put(
    prompt: string,
    label: string,
    version: number,
    reason: string,
    from: number | null,
  ): Promise<void> {
    await firstValueFrom(this.http.put(labelUrl(prompt, label), { version, from, reason }));
  }
}

function labelUrl(prompt: string, label: string): string {
  return `${promptUrl(prompt)}/labels/${encodeURIComponent(label)}`;
}
