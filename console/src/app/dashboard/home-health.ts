import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCount } from '../numbers/format';
import { Moment } from '../time/moment';
import type { Consumer, Dashboard, Deliveries } from './dashboard-api';

/** One line on who is served, and how what works in the background is. */
@Component({
  selector: 'pr-home-health',
  imports: [MatIcon, Moment, RouterLink],
  template: `
    <dl aria-label="Health">
      <div>
        <dt>Agents</dt>
        <dd>
          @if (agents(); as agents) {
            <mat-icon [class]="agents.tone" [svgIcon]="agents.icon" aria-hidden="true" />
            <a routerLink="/settings/consumers">{{ agents.words }}</a>
          } @else {
            …
          }
        </dd>
      </div>
      <div>
        <dt>Evaluation</dt>
        <dd>
          <mat-icon
            [class]="job().failed > 0 ? 'bad' : job().ranAt ? 'good' : 'quiet'"
            [svgIcon]="job().failed > 0 ? 'warning' : job().ranAt ? 'check' : 'info'"
            aria-hidden="true"
          />
          <a routerLink="/settings/health">
            @if (job().ranAt; as at) {
              {{ job().failed > 0 ? 'failing' : 'ok' }}, <pr-moment [at]="at" />
            } @else {
              not run since the start
            }
          </a>
        </dd>
      </div>
      <div>
        <dt>MLflow</dt>
        <dd>
          @if (mlflow(); as mlflow) {
            <mat-icon [class]="mlflow.tone" [svgIcon]="mlflow.icon" aria-hidden="true" />
            <a routerLink="/settings/health">{{ mlflow.words }}</a>
            @if (deliveries()?.experimentUrl; as url) {
              <a class="out" [href]="url" target="_blank" rel="noopener"
                >open<span class="visually-hidden"> MLflow (opens a new tab)</span></a
              >
            }
          } @else {
            …
          }
        </dd>
      </div>
    </dl>
  `,
  styles: `
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 32px;
      padding-top: 12px;
      border-top: 1px solid var(--line);
      font-size: 13px;
    }
    div {
      display: flex;
      gap: 10px;
    }
    dt {
      color: var(--text-3);
    }
    dd {
      display: flex;
      gap: 5px;
      align-items: center;
    }
    a {
      color: var(--text);
    }
    .out {
      margin-left: 4px;
      color: var(--accent);
    }
    mat-icon.mat-icon {
      width: 15px;
      height: 15px;
    }
    .good {
      color: var(--good);
    }
    .wait {
      color: var(--wait);
    }
    .bad {
      color: var(--bad);
    }
    .quiet {
      color: var(--text-3);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HomeHealth {
  /** Undefined while they are on their way. */
  readonly consumers = input.required<readonly Consumer[] | undefined>();
  readonly deliveries = input.required<Deliveries | undefined>();
  readonly job = input.required<Dashboard['evaluationJob']>();

  protected readonly agents = computed(() => {
    const consumers = this.consumers();
    if (!consumers) return null;
    const live = consumers.filter(({ stale, source }) => !stale && source !== 'prompt_files').length;
    if (consumers.length === 0) return { tone: 'quiet', icon: 'info', words: 'no agent process reports' };
    return live === consumers.length
      ? { tone: 'good', icon: 'check', words: `${formatCount(live)} live` }
      : {
          tone: 'bad',
          icon: 'warning',
          words: `${formatCount(live)} of ${formatCount(consumers.length)} live`,
        };
  });
  protected readonly mlflow = computed(() => {
    const deliveries = this.deliveries();
    if (!deliveries) return null;
    const { state, depth, deadLetters } = deliveries;
    if (state === 'off') return { tone: 'quiet', icon: 'info', words: 'not connected' };
    const waiting = depth === 0 ? 'everything delivered' : `${formatCount(depth)} waiting`;
    if (state === 'down') return { tone: 'wait', icon: 'warning', words: `does not answer, ${waiting}` };
    return deadLetters > 0
      ? { tone: 'wait', icon: 'warning', words: `${formatCount(deadLetters)} given up, ${waiting}` }
      : { tone: 'good', icon: 'check', words: waiting };
  });
}
