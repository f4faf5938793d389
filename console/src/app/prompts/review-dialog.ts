import { HttpClient, HttpErrorResponse, httpResource } from '@angular/common/http';
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
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { DiffView } from '../monaco/diff-view';
import { ProblemBanner } from '../problem/problem-banner';
import { type Draft, draftOf, sameWords, wordsOf } from './draft';
import { variableWord } from './editor-suggestions';
import type { PromptWithLatest, RunningExperiment } from './prompt-editor-source';
import { promptUrl, type Version } from './prompts-api';
import { changesOf } from './review-changes';
import { ReviewConsumers } from './review-consumers';
import { experimentWords, saveWord, servedAfter, targetVersion } from './review-effects';
import { ReviewLabels } from './review-labels';

/** What is about to be saved. */
export interface ToReview {
  readonly prompt: PromptWithLatest;
  readonly etag: string;
  /** The latest version, which the draft is based on. */
  readonly base: Version;
  readonly draft: Draft;
  readonly experiment: RunningExperiment | null;
  readonly isAdmin: boolean;
  /** Is told the message while it is written, so that it is kept with the draft. */
  said(message: string): void;
}

export type ReviewOutcome =
  | { readonly kind: 'saved'; readonly version: number; readonly words: string }
  /** Somebody else has saved meanwhile; nothing was written. */
  | { readonly kind: 'conflict' };

/** Everything that saving does, before it is done. */
@Component({
  selector: 'pr-review-dialog',
  imports: [
    Control,
    DiffView,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatIcon,
    ProblemBanner,
    ReviewConsumers,
    ReviewLabels,
  ],
  templateUrl: './review-dialog.html',
  styleUrls: ['../confirm/dialog.css', './review-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReviewDialog {
  protected readonly data = inject<ToReview>(MAT_DIALOG_DATA);
  private readonly opened = inject<MatDialogRef<ReviewDialog, ReviewOutcome>>(MatDialogRef);
  private readonly http = inject(HttpClient);

  protected readonly submission = new Submission({ LABEL_PROTECTED: 'moveLabels' });
  protected readonly message = signal(this.data.draft.message);
  protected readonly labels = signal<readonly string[]>([]);
  protected readonly changes = changesOf(this.data.base, this.data.draft);
  protected readonly identical = sameWords(this.data.draft, draftOf(this.data.base));
  private readonly choice = computed(() => ({
    latest: this.data.base.version,
    identical: this.identical,
    labels: this.labels(),
  }));
  protected readonly target = computed(() => targetVersion(this.choice()));
  protected readonly word = computed(() => saveWord(this.data.prompt, this.choice()));
  protected readonly served = computed(() => servedAfter(this.data.prompt, this.choice()));
  protected readonly stays = computed(() =>
    this.data.prompt.labels.filter(({ label }) => !this.labels().includes(label)),
  );
  protected readonly experiment = computed(
    () => this.data.experiment && experimentWords(this.data.experiment, this.served().changes),
  );
  protected readonly variableWord = (name: string) => variableWord(name, this.data.draft.templateFormat);

  private readonly locks = httpResource<{ readonly items: readonly { readonly label: string }[] }>(() => ({
    url: '/api/v1/protected-labels',
    params: { pageSize: 200 },
  }));
  protected readonly protectedLabels = computed(() =>
    this.locks.hasValue() ? this.locks.value().items.map(({ label }) => label) : [],
  );

  protected say(message: string): void {
    this.message.set(message);
    this.data.said(message);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const words = this.word();
    if (words === null) return;
    await this.submission.run(async () => {
      try {
        this.opened.close({ kind: 'saved', version: await this.publish(), words: doneWord(words) });
      } catch (error) {
        if (!(error instanceof HttpErrorResponse) || error.status !== 412) throw error;
        this.opened.close({ kind: 'conflict' });
      }
    });
  }

  /** The number of the version that is there now. */
  private async publish(): Promise<number> {
    const { prompt, draft, etag } = this.data;
    const { content, templateFormat, config } = wordsOf(draft);
    const body = {
      content,
      templateFormat,
      config,
      message: this.message().trim(),
      moveLabels: this.labels(),
    };
    const { version } = await firstValueFrom(
      this.http.put<{ version: number }>(promptUrl(prompt.name), body, { headers: { 'If-Match': etag } }),
    );
    return version;
  }
}

/** "Save version 8 and move production 7 → 8" when it is done. */
function doneWord(word: string): string {
  return word.replace(/^Save\b/, 'Saved').replace(/\b(m)ove\b/i, '$1oved');
}
