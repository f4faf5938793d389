import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Breadcrumbs } from './breadcrumbs';

/** An address that no page has. */
@Component({
  selector: 'pr-not-found',
  imports: [RouterLink],
  template: `
    <section>
      <h1>There is no page here</h1>
      <p>
        The address <code>{{ path }}</code> leads nowhere. It may have been mistyped, or the page has moved.
      </p>
      <p><a routerLink="/prompts">Go to the prompts</a></p>
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: 8px;
      max-width: 560px;
      padding: 48px 24px;
    }
    p {
      color: var(--text-2);
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFound {
  protected readonly path = inject(Router).url.split('?', 1)[0];

  constructor() {
    inject(Breadcrumbs).show([{ label: 'Not found' }]);
  }
}
