import { httpResource } from '@angular/common/http';
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
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { RouterLink } from '@angular/router';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { DiffSections } from './diff-sections';
import { type Done, LabelChanges } from './label-changes';
import type { TrialOfPrompt } from './prompt-page-trial';
import { type Prompt, promptUrl, type Version } from './prompts-api';
import { ReviewConsumers } from './review-consumers';
import { experimentWords } from './review-effects';
import { changeWord, replacedBy, servedAfterChange, type Way } from './rollback-plan';

/** A change that a person is about to make; of several ways the first that is not locked is proposed. */
export interface ToChange {
  readonly prompt: Prompt;
  /** As it was read; a rollback is refused when somebody saved since. */
  readonly etag: string;
  readonly title: string;
  readonly ways: readonly Way[];
  readonly trial: TrialOfPrompt | null;
}

/** From where to where, what changes in the words, who is affected and why: before a label moves or words come back. */
@Component({
  selector: 'pr-rollback-dialog',
  imports: [
    Control,
    DiffSections,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatIcon,
    MatRadioButton,
    MatRadioGroup,
    ProblemBanner,
    ReviewConsumers,
    RouterLink,
  ],
  templateUrl: './rollback-dialog.html',
  styleUrls: ['../confirm/dialog.css', './rollback-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RollbackDialog {
  protected readonly data = inject<ToChange>(MAT_DIALOG_DATA);
  private readonly opened = inject<MatDialogRef<RollbackDialog, Done>>(MatDialogRef);
  private readonly changes = inject(LabelChanges);

  protected readonly submission = new Submission();
  protected readonly way = signal(this.data.ways.find(({ locked }) => locked === null) ?? null);
  protected readonly change = computed(() => this.way()?.change ?? null);
  protected readonly word = computed(() => {
    const change = this.change();
    return change && changeWord(change);
  });
  protected readonly changeWord = changeWord;
  protected readonly served = computed(() => {
    const change = this.change();
    return change && servedAfterChange(this.data.prompt, change);
  });
  protected readonly trial = computed(() => {
    const { trial } = this.data;
    return trial && experimentWords(trial, this.served()?.changes ?? false);
  });

  protected readonly before = this.version(() => {
    const change = this.change();
    return change && replacedBy(change);
  });
  protected readonly after = this.version(() => this.change()?.to ?? null);

  protected async apply(event: Event, reason: string): Promise<void> {
    event.preventDefault();
    const change = this.change();
    if (!change) return;
    const { prompt, etag } = this.data;
    await this.submission.run(async () => {
      this.opened.close(await this.changes.apply(prompt.name, change, reason.trim(), etag));
    });
  }

  private version(number: () => number | null) {
    const found = httpResource<Version>(() => {
      const version = number();
      return version === null ? undefined : `${promptUrl(this.data.prompt.name)}/versions/${version}`;
    });
    return { shown: computed(() => (found.hasValue() ? found.value() : null)), problem: problemOf(found) };
  }
}
