import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatDialog, type MatDialogRef } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { isPlainKey } from '../keyboard/is-plain-key';

/** Opens the command palette: by a click, Ctrl K from anywhere, and `/` where the page has no use of its own for it. */
@Component({
  selector: 'pr-jump-box',
  imports: [MatIcon],
  template: `
    <button
      type="button"
      class="box"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      (click)="open()"
    >
      <mat-icon svgIcon="search" aria-hidden="true" />
      <span>Search or jump</span>
      <kbd aria-hidden="true">{{ key }}</kbd>
    </button>
  `,
  styleUrl: './jump-box.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:keydown)': 'onKey($event)' },
})
export class JumpBox {
  private readonly dialog = inject(MatDialog);
  private opened: MatDialogRef<unknown> | null = null;
  protected readonly key = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

  protected async open(): Promise<void> {
    const { Palette } = await import('../palette/palette');
    if (this.opened) return;
    this.opened = this.dialog.open(Palette, {
      ariaLabel: 'Search or jump',
      width: '640px',
      maxWidth: 'calc(100vw - 24px)',
      position: { top: 'min(12vh, 96px)' },
      panelClass: 'palette-panel',
    });
    this.opened.afterClosed().subscribe(() => (this.opened = null));
  }

  protected onKey(event: KeyboardEvent): void {
    const isCommandK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isCommandK && !(event.key === '/' && isPlainKey(event))) return;
    event.preventDefault();
    if (this.opened) this.opened.close();
    else if (this.dialog.openDialogs.length === 0) void this.open();
  }
}
