import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { CopyButton } from '../copy/copy-button';

/** A secret that nobody can look up again, with a button to copy it. */
@Component({
  selector: 'pr-secret-once',
  imports: [CopyButton, MatIcon],
  template: `
    <p><mat-icon svgIcon="warning" aria-hidden="true" />{{ warning() }}</p>
    <div>
      <code data-secret>{{ secret() }}</code>
      <pr-copy-button [text]="secret()" [label]="copyLabel()" />
    </div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
    }
    p {
      display: flex;
      gap: 8px;
      color: var(--text);
    }
    mat-icon {
      color: var(--wait);
    }
    div {
      display: flex;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
      padding: 6px 4px 6px 12px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--side);
    }
    code {
      color: var(--text);
      overflow-wrap: anywhere;
      user-select: all;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecretOnce {
  readonly secret = input.required<string>();
  readonly warning = input.required<string>();
  readonly copyLabel = input.required<string>();
}
