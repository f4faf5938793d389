import { Location } from '@angular/common';
import { inject, Injectable, Injector, signal } from '@angular/core';
import { NavigationEnd, type NavigationError, NavigationStart, Router } from '@angular/router';
import { HealthMonitor } from './health';
import { isMissingCode } from './is-missing-code';

/** A page that was asked for and could not be loaded. */
export interface Unloaded {
  readonly url: string;
  /** The server answers, so it is not just away. */
  readonly answered: boolean;
}

const RELOADED_FOR = 'reloaded-for';

/**
 * What becomes of a click whose page cannot be loaded: with the server away a notice; with the server there, a new start at
 * the wanted address, because a new release has replaced the code, or the browser remembers that it was not there.
 */
@Injectable({ providedIn: 'root' })
export class UnloadedPage {
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly injector = inject(Injector);
  private readonly state = signal<Unloaded | null>(null);
  readonly current = this.state.asReadonly();
  private navigation = 0;
  private hasBegun = false;

  constructor() {
    this.router.events.subscribe((event) => {
      if (event instanceof NavigationStart) {
        this.navigation = event.id;
        this.state.set(null);
      } else if (event instanceof NavigationEnd) {
        this.hasBegun = true;
        forgetReload();
      }
    });
  }

  async failed({ id, url, error }: NavigationError): Promise<void> {
    // Not before it is needed: it goes on asking from then on.
    const monitor = this.injector.get(HealthMonitor);
    await monitor.check();
    // Meanwhile the person went elsewhere.
    if (this.navigation > id) return;
    const { status } = monitor.current();
    const answered = status !== 'offline' && status !== 'unreachable';
    if (answered && isMissingCode(error) && reloadOnce(url)) location.assign(url);
    else {
      this.state.set({ url, answered });
      // The router goes back to where it was; from a start that is nowhere, and a reload would not ask for the page again.
      if (!this.hasBegun) this.location.replaceState(url);
    }
  }

  /** Asks for the page again; a new start may help again. */
  tryAgain(): void {
    const wanted = this.state();
    if (!wanted) return;
    forgetReload();
    void this.router.navigateByUrl(wanted.url);
  }
}

/** True when the address was not started anew already: twice would be for ever. */
function reloadOnce(url: string): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === url) return false;
    sessionStorage.setItem(RELOADED_FOR, url);
    return true;
  } catch {
    return false; // storage is denied by the browser's settings, so nobody would know that it was done
  }
}

function forgetReload(): void {
  try {
    sessionStorage.removeItem(RELOADED_FOR);
  } catch {
    // Storage is denied by the browser's settings, so nothing was noted.
  }
}
