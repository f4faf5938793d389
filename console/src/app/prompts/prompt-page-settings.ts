import { HttpClient, httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { type Prompt, type PromptPageOfList, promptUrl } from './prompts-api';
import { lockOf } from './rollback-plan';
import { changedSettings, servesWords, SLUG_FIELDS } from './prompt-page-fields';

/** What a prompt is beside its words: description, tags, facets, what it serves, and whether it is archived. */
@Component({
  selector: 'pr-prompt-page-settings',
  imports: [Control, Field, Form, MatButton, MatIcon, ProblemBanner],
  templateUrl: './prompt-page-settings.html',
  styleUrl: './prompt-page-settings.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptPageSettings {
  readonly prompt = input.required<Prompt>();
  readonly mayWrite = input.required<boolean>();
  readonly isAdmin = input.required<boolean>();
  readonly protectedLabels = input.required<readonly string[]>();
  readonly saved = output<string>();
  readonly archive = output();
  readonly restore = output();

  private readonly http = inject(HttpClient);
  protected readonly slugs = SLUG_FIELDS;
  protected readonly submission = new Submission({ LABEL_PROTECTED: 'serves' });
  protected readonly editable = computed(() => this.mayWrite() && this.prompt().archivedAt === null);
  private readonly listed = httpResource<PromptPageOfList>(() =>
    this.mayWrite() ? { url: '/api/v1/prompts', params: { pageSize: 1 } } : undefined,
  );
  /** What other prompts say there, to choose from. */
  protected readonly used = computed(() =>
    this.listed.hasValue() ? (this.listed.value().facets ?? {}) : {},
  );
  protected readonly choices = computed(() => {
    const { labels, serves } = this.prompt();
    return [...new Set(['latest', ...labels.map(({ label }) => label), serves])];
  });
  /** Serving something else than a protected label, or nothing, would go round its protection. */
  protected readonly servesLocked = computed(() =>
    lockOf(this.prompt().serves, this.protectedLabels(), this.isAdmin()),
  );
  protected readonly chosenServes = signal<string | null>(null);
  protected readonly servesEffect = computed(() =>
    servesWords(this.prompt(), this.chosenServes() ?? this.prompt().serves),
  );

  protected async save(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const body = changedSettings(this.prompt(), (field) => textOf(form, field));
    if (Object.keys(body).length === 0) return this.saved.emit('Nothing had changed.');
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.patch(promptUrl(this.prompt().name), body));
    });
    if (!done) return;
    this.chosenServes.set(null);
    this.saved.emit('Saved the settings.');
  }
}
