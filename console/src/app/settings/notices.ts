import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';

const SHOWN_MS = 5_000;

/** Says for a moment that something was done. */
@Injectable({ providedIn: 'root' })
export class Notices {
  private readonly snackBar = inject(MatSnackBar);

  done(what: string): void {
    this.snackBar.open(what, undefined, { duration: SHOWN_MS });
  }
}
