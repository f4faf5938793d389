import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { Session } from '../session/session';

/** In place of what a person may not see: why, and who can change that. */
@Component({
  selector: 'pr-denied',
  imports: [MatIcon],
  template: `
    <section role="note" aria-label="Not for your role">
      <mat-icon svgIcon="lock" aria-hidden="true" />
      <div>
        <h2>Only {{ needs() }} may {{ what() }}</h2>
        <p>
          @if (session.person()?.role; as role) {
            Your role is {{ role }}.
          }
          {{ why() }} Any admin can change your role, under Settings, People.
        </p>
      </div>
    </section>
  `,
  styles: `
    section {
      display: flex;
      gap: 14px;
      max-width: 620px;
      margin-top: 12px;
      padding: 16px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--side);
    }
    mat-icon {
      margin-top: 1px;
      color: var(--text-3);
    }
    p {
      margin-top: 4px;
      color: var(--text-2);
      font-size: 13px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Denied {
  /** Who may: "admins". */
  readonly needs = input('admins');
  /** What is denied: "see the audit log". */
  readonly what = input.required<string>();
  /** Why it is kept to them, as a sentence. */
  readonly why = input('');
  protected readonly session = inject(Session);
}
