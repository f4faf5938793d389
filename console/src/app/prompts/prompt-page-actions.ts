import { HttpClient } from '@angular/common/http';
import { DestroyRef, inject, type Signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { toProblem } from '../problem/problem';
import { type Done, LabelChanges } from './label-changes';
import type { LabelChoice } from './label-choices';
import type { promptPageSource } from './prompt-page-source';
import { promptUrl } from './prompts-api';
import type { ToChange } from './rollback-dialog';
import { changeWord, lockOf, moveOf, waysBack } from './rollback-plan';

const SHOWN_MS = 5_000;

/** What the actions work on. */
export interface ActedOn {
  readonly source: ReturnType<typeof promptPageSource>;
  readonly isAdmin: Signal<boolean>;
  readonly protectedLabels: Signal<readonly string[]>;
}

/** What can be done to a prompt on its page; each reads it again afterwards. Call it in an injection context. */
export function promptPageActions({ source, isAdmin, protectedLabels }: ActedOn) {
  const http = inject(HttpClient);
  const dialog = inject(MatDialog);
  const snackBar = inject(MatSnackBar);
  const changes = inject(LabelChanges);
  const confirm = inject(Confirm);
  const destroyRef = inject(DestroyRef);

  const say = (words: string): void => {
    snackBar.open(words, undefined, { duration: SHOWN_MS });
    source.reload();
  };
  const done = (result: Done): void => {
    source.reload();
    changes.tell(result, () => source.reload());
  };
  const open = async (data: ToChange): Promise<void> => {
    const { RollbackDialog } = await import('./rollback-dialog');
    const opened = dialog.open<unknown, ToChange, Done>(RollbackDialog, {
      data,
      width: '860px',
      maxWidth: 'calc(100vw - 24px)',
      maxHeight: 'calc(100dvh - 24px)',
      autoFocus: '[data-reason]',
    });
    // A session that ends leads away from here.
    const unregister = destroyRef.onDestroy(() => opened.close());
    const result = await firstValueFrom(opened.afterClosed());
    if (destroyRef.destroyed) return;
    unregister();
    if (result) done(result);
  };

  return {
    say,

    async rollBack(version: number): Promise<void> {
      const prompt = source.prompt();
      if (!prompt) return;
      const ways = waysBack(prompt, version, (label) => lockOf(label, protectedLabels(), isAdmin()));
      const title = `Roll back to version ${version}`;
      await open({ prompt, etag: source.etag(), title, ways, trial: source.running() });
    },

    /** What is served, and `production`, only after a look at what it does; anything else at once, with an undo. */
    async label(choice: LabelChoice, version: number): Promise<void> {
      const prompt = source.prompt();
      if (!prompt) return;
      const { label, isHere, served } = choice;
      const change = moveOf(prompt, label, version);
      try {
        if (isHere) done(await changes.remove(prompt.name, label, version));
        else if (served || label === 'production') {
          const ways = [{ change, locked: null }];
          await open({
            prompt,
            etag: source.etag(),
            title: changeWord(change),
            ways,
            trial: source.running(),
          });
        } else done(await changes.apply(prompt.name, change, '', ''));
      } catch (error) {
        const { title, detail } = toProblem(error);
        say(`Nothing was changed: ${detail || title}`);
      }
    },

    async archive(): Promise<void> {
      const prompt = source.prompt();
      if (!prompt) return;
      const running = source.running();
      const agreed = await confirm.ask({
        title: `Archive “${prompt.name}”?`,
        consequences: [
          'Agents that ask for it are told that it is archived, at once. It is no longer listed.',
          ...(running ? [`“${running.name}” is on trial on it: stop that experiment first.`] : []),
          'Its versions, labels and history are kept, and it can be restored at any time.',
        ],
        action: 'Archive prompt',
        destructive: true,
        act: async () => void (await firstValueFrom(http.delete(promptUrl(prompt.name)))),
      });
      if (!agreed) return;
      done({
        words: `Archived ${prompt.name}`,
        undo: async () => {
          await firstValueFrom(http.post(`${promptUrl(prompt.name)}/restore`, {}));
          return `Restored ${prompt.name}`;
        },
      });
    },

    async restore(): Promise<void> {
      const prompt = source.prompt();
      if (!prompt) return;
      const agreed = await confirm.ask({
        title: `Restore “${prompt.name}”?`,
        consequences: [
          `It is listed and served again: agents get ${prompt.serves === 'latest' ? `version ${prompt.latestVersion}` : `what ${prompt.serves} points to`} at once.`,
        ],
        action: 'Restore prompt',
        act: async () => void (await firstValueFrom(http.post(`${promptUrl(prompt.name)}/restore`, {}))),
      });
      if (agreed) say(`Restored ${prompt.name}`);
    },
  };
}
