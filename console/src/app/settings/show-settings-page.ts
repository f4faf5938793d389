import { inject } from '@angular/core';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { SETTINGS_PAGES } from '../shell/settings-pages';

/** Says in the top bar and the window's title that this page of the settings is open. Call it in an injection context. */
export function showSettingsPage(path: string): void {
  const pages = SETTINGS_PAGES.flatMap(({ pages }) => pages);
  const label = pages.find((page) => page.path === path)?.label ?? '';
  inject(Breadcrumbs).show([{ label: 'Settings', link: ['/settings'] }, { label }]);
}
