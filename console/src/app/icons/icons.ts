import { type EnvironmentProviders, inject, provideEnvironmentInitializer } from '@angular/core';
import { MatIconRegistry } from '@angular/material/icon';
import { DomSanitizer } from '@angular/platform-browser';

/** Our icons: strokes on a 24 grid, in the program itself so that nothing is fetched. */
const PATHS: Readonly<Record<string, string>> = {
  home: 'M4 11.500 12 4.500l8 7M6 10v9.500h4.500v-5h3v5H18V10',
  traces: 'M4 6h4M4 12h8M4 18h5M12 6h8M16 12h4M13 18h7',
  prompts: 'M4 6h10M4 12h16M4 18h7',
  book: 'M4 5.5A1.5 1.5 0 0 1 5.5 4H19v13H6a2 2 0 0 0-2 2zM4 19a2 2 0 0 0 2 2h13v-4',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20.5 20.5 16 16',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M21.5 12h-2M4.5 12h-2M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4M18.7 18.7l-1.4-1.4M6.7 6.7 5.3 5.3',
  moon: 'M20 14.2A8 8 0 1 1 9.8 4a6.5 6.5 0 0 0 10.2 10.2z',
  system: 'M3 5h18v11H3zM9 20h6M12 16v4',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0',
  'sign-out': 'M14 4H6v16h8M10.5 12H21M17.5 8.5 21 12l-3.5 3.5',
  down: 'M6 9.5l6 6 6-6',
  right: 'M9.5 6l6 6-6 6',
  left: 'M14.5 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M9 9h11v11H9zM5.5 15H4V4h11v1.5',
  folder:
    'M3 6.5A1.5 1.5 0 0 1 4.5 5H9l2 2.5h8.5A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18z',
  warning: 'M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.1',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.8v.1',
  offline:
    'M3 3l18 18M8.5 16a5 5 0 0 1 5-1.2M5 12.5a10 10 0 0 1 4.5-2.6M2 9a15 15 0 0 1 4.3-2.8M13 6a15 15 0 0 1 9 3M16 10.4a10 10 0 0 1 3 2.1M12 19.6v.1',
  retry: 'M20 11a8 8 0 1 0-.6 4M20 4v7h-7',
  upload: 'M12 15V4M7.500 8.500 12 4l4.500 4.500M4.500 20h15',
  file: 'M6 3.500h8l4.500 4.500v12.500H6zM13.500 3.500V8.500h5',
  code: 'M8.500 7.500 4 12l4.500 4.500M15.500 7.500 20 12l-4.500 4.500',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 7.500V12l3 2',
  restored: 'M4 5v6h6M4.6 11A8 8 0 1 1 4 14',
  lines: 'M5 5v4M4 9h2M4 5h1M4 14.5c0-2 2.5-2 2.5-.4C6.500 15.300 4 16.500 4 18h2.500M11 7h9M11 12h9M11 17h9',
  up: 'M6 14.500l6-6 6 6',
  archive: 'M3 4h18v5H3zM5 9v11h14V9M10 13h4',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  settings:
    'M4 7h9M19 7h1M4 17h3M13 17h7M16 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM10 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  more: 'M5.500 11.300a.7.7 0 1 0 0 1.400.7.7 0 0 0 0-1.400zM12 11.300a.7.7 0 1 0 0 1.400.7.7 0 0 0 0-1.400zM18.500 11.300a.7.7 0 1 0 0 1.400.7.7 0 0 0 0-1.400z',
  compare: 'M8 4 4 8l4 4M4 8h13M16 12l4 4-4 4M20 16H7',
  flask: 'M9 3.500h6M10 3.500v6L5 19a1 1 0 0 0 .9 1.500h12.200A1 1 0 0 0 19 19l-5-9.500v-6M7.500 14.500h9',
  label: 'M4 5v6.500l8.500 8.500 7-7L11 4.500 4 5zM8 9h.1',
  add: 'M12 5v14M5 12h14',
  edit: 'M4 20l1-4L16.500 4.500l3 3L8 19z',
  drag: 'M9 6h.1M15 6h.1M9 12h.1M15 12h.1M9 18h.1M15 18h.1',
  experiment:
    'M9 3h6M10 3v6L4.500 18.500A1.700 1.700 0 0 0 6 21h12a1.700 1.700 0 0 0 1.500-2.500L14 9V3M7.500 14h9',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  chart: 'M4 4v16h16M8 15l4-5 3 3 5-7',
  table: 'M4 5h16v14H4zM4 10h16M10 5v14',
  download: 'M12 4v11M7.500 11l4.500 4.500 4.500-4.500M4.500 20h15',
  delete: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
};

/** Registers every icon under its name for `<mat-icon svgIcon="…">`. */
export function provideIcons(): EnvironmentProviders {
  return provideEnvironmentInitializer(() => {
    const registry = inject(MatIconRegistry);
    const sanitizer = inject(DomSanitizer);
    for (const [name, path] of Object.entries(PATHS)) {
      // Our own constants, nothing from outside.
      registry.addSvgIconLiteral(name, sanitizer.bypassSecurityTrustHtml(svg(path)));
    }
  });
}

function svg(path: string): string {
  const stroke =
    'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path ${stroke} d="${path}"/></svg>`;
}
