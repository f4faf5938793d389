import type { MatDialogConfig } from '@angular/material/dialog';

/** How forms are opened: a click beside them loses nothing that was typed. */
export const FORM_DIALOG = {
  width: '520px',
  maxWidth: 'calc(100vw - 32px)',
  autoFocus: 'first-tabbable',
  disableClose: true,
} as const satisfies MatDialogConfig;
