import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Clipboard } from '@angular/cdk/clipboard';

const CONFIRMATION_MS = 1_500;

/** Copies a text and says so for a moment. */
@Component({
  selector: 'pr-copy-button',
  imports: [MatIconButton, MatIcon, MatTooltip],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [matTooltip]="label()" (click)="copy()">
      <mat-icon [svgIcon]="copied() ? 'check' : 'copy'" />
    </button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: ':host { display: inline-flex; }',
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What is copied, as a command: "Copy the content hash". */
  readonly label = input.required<string>();
  protected readonly copied = signal(false);

  // The CDK's clipboard also works on plain http, where navigator.clipboard does not exist.
  private readonly clipboard = inject(Clipboard);
  private readonly announcer = inject(LiveAnnouncer);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    const done = this.clipboard.copy(this.text());
    void this.announcer.announce(done ? 'Copied' : 'The browser refused to copy');
    this.copied.set(done);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.copied.set(false), CONFIRMATION_MS);
  }
}
