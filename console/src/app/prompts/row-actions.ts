import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { CopyButton } from '../copy/copy-button';
import { comparisonOf, sdkSnippet } from './prompt-shortcuts';
import type { ListedPrompt } from './prompts-api';

/** What can be done with a prompt of the list without opening it. */
@Component({
  selector: 'pr-row-actions',
  imports: [CopyButton, MatIcon, RouterLink],
  template: `
    @if (mayWrite() && !prompt().archivedAt) {
      <a
        [routerLink]="['/prompts', prompt().name, 'edit']"
        [attr.aria-label]="'Edit ' + prompt().name"
        title="Edit (e)"
      >
        <mat-icon svgIcon="edit" aria-hidden="true" />
      </a>
    }
    @if (comparison(); as params) {
      <a
        [routerLink]="['/prompts', prompt().name]"
        [queryParams]="params"
        [attr.aria-label]="'Compare version ' + params['left'] + ' with the latest of ' + prompt().name"
        [title]="'Compare ' + params['left'] + ' ↔ ' + params['right']"
      >
        <mat-icon svgIcon="compare" aria-hidden="true" />
      </a>
    }
    <pr-copy-button [text]="snippet()" [label]="'Copy the call that loads ' + prompt().name" />
    <button
      type="button"
      [attr.aria-label]="'Export ' + prompt().name"
      title="Export as a file"
      (click)="exported.emit()"
    >
      <mat-icon svgIcon="download" aria-hidden="true" />
    </button>
    @if (mayWrite()) {
      @if (prompt().archivedAt) {
        <button
          type="button"
          [attr.aria-label]="'Restore ' + prompt().name"
          title="Restore"
          (click)="restored.emit()"
        >
          <mat-icon svgIcon="restored" aria-hidden="true" />
        </button>
      } @else {
        <button
          type="button"
          [attr.aria-label]="'Archive ' + prompt().name"
          title="Archive"
          (click)="archived.emit()"
        >
          <mat-icon svgIcon="archive" aria-hidden="true" />
        </button>
      }
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
    }
    a,
    button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      width: 30px;
      height: 30px;
      padding: 0;
      border: 0;
      border-radius: var(--radius);
      background: none;
      color: var(--text-2);
      cursor: pointer;
    }
    a:hover,
    button:hover {
      background: var(--line);
      color: var(--text);
    }
    pr-copy-button {
      --mat-icon-button-state-layer-size: 30px;
      --mat-icon-button-icon-color: var(--text-2);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RowActions {
  readonly prompt = input.required<ListedPrompt>();
  readonly mayWrite = input.required<boolean>();
  readonly exported = output();
  readonly archived = output();
  readonly restored = output();

  protected readonly comparison = computed(() => comparisonOf(this.prompt()));
  protected readonly snippet = computed(() => sdkSnippet(this.prompt()));
}
