import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogContent, MatDialogRef, MatDialogTitle } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { CopyButton } from '../copy/copy-button';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { expiryOf, LIFETIMES } from './expiry';
import { keySnippets } from './key-snippets';
import { SCOPES } from './roles';
import { SecretOnce } from './secret-once';
import type { CreatedApiKey, Scope } from './settings-api';

/** Creates an API key and shows it, once, with how to use it. Closes with true when one was made. */
@Component({
  selector: 'pr-api-key-dialog',
  imports: [
    Control,
    CopyButton,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogContent,
    MatDialogTitle,
    ProblemBanner,
    SecretOnce,
  ],
  templateUrl: './api-key-dialog.html',
  styleUrls: ['../confirm/dialog.css', './dialog-form.css', './api-key-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown.escape)': 'leave()' },
})
export class ApiKeyDialog {
  protected readonly scopes = SCOPES;
  protected readonly lifetimes = LIFETIMES;
  /** What an agent needs. */
  protected readonly chosen = signal<ReadonlySet<Scope>>(new Set<Scope>(['resolve', 'record']));
  protected readonly lifetime = signal('never');
  protected readonly submission = new Submission();
  protected readonly created = signal<CreatedApiKey | null>(null);
  protected readonly snippets = computed(() => {
    const created = this.created();
    return created ? keySnippets(location.origin, created.key, created.scopes) : [];
  });
  private readonly http = inject(HttpClient);
  private readonly opened = inject<MatDialogRef<ApiKeyDialog, boolean>>(MatDialogRef);

  constructor() {
    this.submission.register('scopes');
  }

  protected toggle(scope: Scope): void {
    const chosen = new Set(this.chosen());
    if (!chosen.delete(scope)) chosen.add(scope);
    this.chosen.set(chosen);
  }

  protected async create(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const name = textOf(form, 'name').trim();
    const scopes = [...this.chosen()];
    const expiry = expiryOf(this.lifetime(), textOf(form, 'expiresAt'), new Date());
    const errors = [
      ...(name
        ? []
        : [{ field: 'name', message: 'is needed, so that people know what stops when they revoke it' }]),
      ...(scopes.length > 0 ? [] : [{ field: 'scopes', message: 'Choose at least one.' }]),
      ...(expiry === 'invalid' ? [{ field: 'expiresAt', message: 'must be a day in the future' }] : []),
    ];
    if (!this.submission.check(errors)) return;
    await this.submission.run(async () => {
      const body = { name, scopes, ...(expiry ? { expiresAt: expiry } : {}) };
      this.created.set(await firstValueFrom(this.http.post<CreatedApiKey>('/api/v1/api-keys', body)));
    });
  }

  /** Escape leaves the form, but not a key that was not copied yet. */
  protected leave(): void {
    if (!this.created()) this.close();
  }

  protected close(): void {
    this.opened.close(this.created() !== null);
  }
}
