import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

// There is no page yet to show a failed start on.
bootstrapApplication(App, appConfig).catch(reportError);
