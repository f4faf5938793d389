import type { Routes } from '@angular/router';
import { Settings } from './settings';

/** The pages of the settings; each is loaded when first opened. */
export const settingsRoutes: Routes = [
  {
    path: '',
    component: Settings,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'account' },
      { path: 'account', loadComponent: async () => (await import('./account')).Account },
      { path: 'people', loadComponent: async () => (await import('./people')).People },
      { path: 'api-keys', loadComponent: async () => (await import('./api-keys')).ApiKeys },
      { path: 'audit', loadComponent: async () => (await import('./audit')).Audit },
      { path: 'consumers', loadComponent: async () => (await import('./consumers')).Consumers },
      { path: 'health', loadComponent: async () => (await import('./system-health')).SystemHealth },
      {
        path: 'protected-labels',
        loadComponent: async () => (await import('./protected-labels')).ProtectedLabels,
      },
      { path: 'metrics', loadComponent: async () => (await import('./metrics')).Metrics },
    ],
  },
];
