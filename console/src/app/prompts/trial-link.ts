import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatShare } from '../numbers/format';
import { type OnTrial, trialWords } from './prompt-activity';

/** The experiment on a prompt: which versions, and how far it is. */
@Component({
  selector: 'pr-trial-link',
  imports: [MatIcon, RouterLink],
  template: `
    <a [routerLink]="['/experiments', trial().id]" [title]="title()">
      <mat-icon svgIcon="flask" aria-hidden="true" />
      <span class="visually-hidden">Experiment “{{ trial().name }}”, {{ trial().status }}: </span>
      <span class="number versions">{{ versions() }}</span>
      @if (trial().unhealthy) {
        <span class="unhealthy"><mat-icon svgIcon="warning" aria-hidden="true" />unhealthy</span>
      } @else if (trial().status === 'paused') {
        <span class="paused">paused</span>
      } @else {
        <span class="number">{{ progress() }}</span>
      }
    </a>
  `,
  styles: `
    :host {
      display: flex;
    }
    a {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      max-width: 100%;
    }
    .versions {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    mat-icon {
      width: 15px;
      height: 15px;
    }
    .unhealthy {
      display: inline-flex;
      gap: 4px;
      align-items: center;
      color: var(--bad);
    }
    .paused {
      color: var(--wait);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TrialLink {
  readonly trial = input.required<OnTrial>();

  protected readonly versions = computed(() => trialWords(this.trial()));
  protected readonly progress = computed(() => {
    const { progress } = this.trial();
    return progress === null ? 'new' : `${Math.floor(100 * progress)} %`;
  });
  protected readonly title = computed(() => {
    const { name, status, progress, unhealthy } = this.trial();
    const reached =
      progress === null ? 'not evaluated yet' : `${formatShare(progress)} of the planned information is in`;
    const trust = unhealthy ? '; unhealthy: its figures cannot be trusted, or it is not evaluated' : '';
    return `Experiment “${name}”, ${status}: ${this.versions()}, ${reached}${trust}`;
  });
}
