import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { UnloadedPage } from './unloaded-page';

/** Says that the page that was asked for did not come, and how to ask again. */
@Component({
  selector: 'pr-unloaded-page-notice',
  imports: [MatButton, MatIcon],
  template: `
    <div role="alert">
      @if (unloaded.current(); as page) {
        <div class="notice">
          <mat-icon svgIcon="warning" aria-hidden="true" />
          <div class="words">
            <p class="title">The page could not be loaded</p>
            <p>
              @if (page.answered) {
                The server answers, but not with <code>{{ page.url }}</code>. If it stays so, tell whoever
                runs the server.
              } @else {
                The server does not answer, so <code>{{ page.url }}</code> has to wait. What is on the screen
                stays; try again in a moment.
              }
            </p>
          </div>
          <button matButton="outlined" type="button" (click)="unloaded.tryAgain()">Try again</button>
        </div>
      }
    </div>
  `,
  styles: `
    .notice {
      position: fixed;
      z-index: 20;
      right: 16px;
      bottom: 16px;
      left: 16px;
      display: flex;
      flex-wrap: wrap;
      gap: 8px 12px;
      align-items: center;
      max-width: 600px;
      margin: 0 auto;
      padding: 12px 16px;
      border: 1px solid var(--line);
      border-left: 3px solid var(--bad);
      border-radius: var(--radius);
      background: linear-gradient(var(--bad-soft), var(--bad-soft)), var(--float);
      box-shadow: var(--shadow);
      font-size: 13px;
    }
    mat-icon {
      color: var(--bad);
    }
    .words {
      flex: 1;
      min-width: 200px;
      overflow-wrap: anywhere;
    }
    .title {
      font-weight: 600;
    }
    code {
      font-family: var(--mono);
      font-size: 12px;
    }
    @media (max-width: 639px) {
      /* Above the navigation, which is at the bottom there. */
      .notice {
        bottom: calc(64px + env(safe-area-inset-bottom));
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnloadedPageNotice {
  protected readonly unloaded = inject(UnloadedPage);
}
