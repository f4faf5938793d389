import type { Routes } from '@angular/router';
import { whenSignedIn, whenSignedOut } from './session/guards';

/** Every page; each feature is loaded when first opened. */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in · Prompt Registry',
    canActivate: [whenSignedOut],
    loadComponent: async () => (await import('./session/sign-in')).SignIn,
  },
  {
    path: '',
    canActivate: [whenSignedIn],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: async () => (await import('./dashboard/home')).Home,
      },
      {
        path: 'prompts',
        loadComponent: async () => (await import('./prompts/prompt-list')).PromptList,
      },
      {
        // No prompt's name begins with a dash, so this address is nobody's.
        path: 'prompts/-/new',
        loadComponent: async () => (await import('./prompts/new-prompt')).NewPrompt,
      },
      {
        path: 'prompts/:name/edit',
        loadComponent: async () => (await import('./prompts/prompt-editor')).PromptEditor,
      },
      {
        path: 'prompts/:name',
        loadComponent: async () => (await import('./prompts/prompt-page')).PromptPage,
      },
      {
        path: 'experiments',
        loadComponent: async () => (await import('./experiments/experiment-list')).ExperimentList,
      },
      {
        path: 'experiments/new',
        loadComponent: async () => (await import('./experiments/new-experiment')).NewExperiment,
      },
      {
        path: 'experiments/:id/edit',
        loadComponent: async () => (await import('./experiments/new-experiment')).NewExperiment,
      },
      {
        path: 'experiments/:id',
        loadComponent: async () => (await import('./experiments/experiment-page')).ExperimentPage,
      },
      {
        path: 'traces',
        loadComponent: async () => (await import('./traces/trace-list')).TraceList,
      },
      {
        path: 'traces/:id',
        loadComponent: async () => (await import('./traces/trace-page')).TracePage,
      },
      {
        path: 'settings',
        loadChildren: async () => (await import('./settings/settings.routes')).settingsRoutes,
      },
      { path: '**', loadComponent: async () => (await import('./shell/not-found')).NotFound },
    ],
  },
];
