import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { UnloadedPageNotice } from './shell/unloaded-page-notice';

/** The root: the sign-in page or the shell with a page in it. */
@Component({
  selector: 'pr-root',
  imports: [RouterOutlet, UnloadedPageNotice],
  template: '<router-outlet /><pr-unloaded-page-notice />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {}
