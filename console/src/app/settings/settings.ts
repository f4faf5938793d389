import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { may } from './may';
import { SETTINGS_PAGES } from '../shell/settings-pages';

/** The frame of the settings: their navigation, and the page that the URL names. */
@Component({
  selector: 'pr-settings',
  imports: [MatIcon, RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <nav aria-label="Settings">
      @for (group of groups; track group.title) {
        <h2 [id]="'settings-' + group.title">{{ group.title }}</h2>
        <ul [attr.aria-labelledby]="'settings-' + group.title">
          @for (page of group.pages; track page.path) {
            <li>
              <a
                #link
                [routerLink]="['/settings', page.path]"
                routerLinkActive="active"
                ariaCurrentWhenActive="page"
                (isActiveChange)="$event && show(link)"
              >
                {{ page.label }}
                @if (page.adminOnly && !isAdmin()) {
                  <mat-icon svgIcon="lock" aria-hidden="true" /><span class="visually-hidden"
                    >(for admins)</span
                  >
                }
              </a>
            </li>
          }
        </ul>
      }
    </nav>
    <div class="page"><router-outlet /></div>
  `,
  styleUrl: './settings.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Settings {
  protected readonly groups = SETTINGS_PAGES;
  protected readonly isAdmin = may('admin');

  /** Where the navigation is a strip, the page that is open is in sight. */
  protected show(link: HTMLElement): void {
    link.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
}
