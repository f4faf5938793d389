import { inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { Params } from '@angular/router';

/** A step of the path to the current page; without a link it is the page itself. */
export interface Crumb {
  readonly label: string;
  readonly link?: readonly string[];
  readonly queryParams?: Params;
}

/** Where the reader is: each page says it, the top bar and the window's title show it. */
@Injectable({ providedIn: 'root' })
export class Breadcrumbs {
  private readonly title = inject(Title);
  private readonly trail = signal<readonly Crumb[]>([]);
  readonly current = this.trail.asReadonly();

  show(trail: readonly Crumb[]): void {
    this.trail.set(trail);
    const page = trail.map(({ label }) => label).reverse();
    this.title.setTitle([...page, 'Prompt Registry'].join(' · '));
  }
}
