import { OverlayContainer } from '@angular/cdk/overlay';
import {
  ChangeDetectionStrategy,
  Component,
  effect,
  type ElementRef,
  inject,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import { MAT_TOOLTIP_DEFAULT_OPTIONS } from '@angular/material/tooltip';
import {
  type IsActiveMatchOptions,
  NavigationEnd,
  Router,
  RouterLink,
  RouterLinkActive,
  RouterOutlet,
} from '@angular/router';
import { filter, map, pairwise, startWith } from 'rxjs';
import { Breadcrumbs } from './breadcrumbs';
import { Session } from '../session/session';
import { ConnectionBanner } from './connection-banner';
import { DemoBanner } from './demo-banner';
import { HealthMonitor } from './health';
import { HealthDot } from './health-dot';
import { JumpBox } from './jump-box';
import { UserMenu } from './user-menu';

/** The frame around every page: navigation, where we are, search, who we are, how the server is. */
@Component({
  selector: 'pr-shell',
  imports: [
    ConnectionBanner,
    DemoBanner,
    HealthDot,
    JumpBox,
    MatIcon,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    UserMenu,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  providers: [
    {
      provide: MAT_TOOLTIP_DEFAULT_OPTIONS,
      useValue: { showDelay: 300, hideDelay: 0, touchendHideDelay: 1500, disableTooltipInteractivity: true },
    },
  ],
})
export class Shell {
  /** Home is only itself, whatever it is asked to show. */
  protected readonly exactPath: IsActiveMatchOptions = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  };
  protected readonly crumbs = inject(Breadcrumbs).current;
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  constructor() {
    nameOverlays(inject(OverlayContainer).getContainerElement());
    const router = inject(Router);
    const session = inject(Session);
    const monitor = inject(HealthMonitor);
    // Opened during an outage, the page did not learn who is signed in.
    effect(() => {
      if (monitor.answers() > 0 && monitor.current().status === 'ok') void session.ensureKnown();
    });
    // A new page is read from its top, by eyes and by screen readers; a new filter on the same page is not a new page.
    router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        map((event) => event.urlAfterRedirects.split('?', 1)[0]),
        startWith(router.url.split('?', 1)[0]),
        pairwise(),
        filter(([before, after]) => before !== after),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.main().nativeElement.focus({ preventScroll: true }));
  }

  protected skipToMain(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }
}

/** Menus and suggestions are drawn outside of the page's landmarks; they get one of their own. */
function nameOverlays(container: HTMLElement): void {
  container.role = 'region';
  container.ariaLabel = 'Menus and suggestions';
}
