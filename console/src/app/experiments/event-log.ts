import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatSetShare } from '../numbers/format';
import { unbroken } from '../numbers/unbroken';
import { Moment } from '../time/moment';
import { approvalOf } from './decided-by';
import type { Experiment, ExperimentStep } from './experiments-api';

const WORDS: Readonly<Record<ExperimentStep['kind'], (step: ExperimentStep) => string>> = {
  started: ({ trafficShare }) => `started with ${formatSetShare(trafficShare)} of the traffic`,
  paused: () => 'paused',
  resumed: () => 'resumed',
  traffic_grown: ({ trafficShare }) => `let in ${formatSetShare(trafficShare)} of the traffic`,
  stopped: ({ details }) =>
    details['immediate'] === true ? 'stopped, for running conversations too' : 'stopped',
  completed: ({ details }) =>
    typeof details['winner'] === 'string'
      ? `completed, winner ${details['winner']}`
      : 'completed without a winner',
  promoted: () => 'promoted the winner',
  promotion_undone: () => 'undid the promotion',
};

/** What happened to an experiment, newest first. */
@Component({
  selector: 'pr-event-log',
  imports: [Moment],
  template: `
    <ol>
      @for (event of events(); track event.at + event.what) {
        <li>
          <pr-moment [at]="event.at" class="meta" />
          <span>
            @if (event.actor === 'evaluation') {
              <em title="Nobody: the evaluation did it by itself">evaluation job</em>
            } @else {
              <strong>{{ event.actor }}</strong>
            }
            {{ event.what }}
            @if (event.reason) {
              <span class="reason">{{ unbroken(event.reason) }}</span>
            }
          </span>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 12px;
      align-items: baseline;
      padding: 6px 0;
      border-bottom: 1px solid var(--line);
      font-size: 13px;
      overflow-wrap: anywhere;
    }
    li:last-child {
      border-bottom: 0;
    }
    strong {
      font-weight: 500;
    }
    .reason {
      display: block;
      color: var(--text-2);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventLog {
  readonly experiment = input.required<Experiment>();
  /** Why it ended, where its figures ended it: as the page says it, with units. */
  readonly told = input<readonly string[]>([]);

  protected readonly unbroken = unbroken;
  protected readonly events = computed(() => {
    const experiment = this.experiment();
    const { steps, createdBy, createdAt } = experiment;
    const approval = approvalOf(experiment);
    const told = this.told().join(' ');
    const events = [
      { at: createdAt, actor: createdBy, what: 'planned it', reason: '' },
      ...steps.map((step) => ({
        at: step.at,
        actor: step.actor,
        what: WORDS[step.kind](step),
        reason: typeof step.details['verdict'] === 'string' && told !== '' ? told : step.reason,
      })),
    ];
    if (approval) {
      const { at, by: actor } = approval;
      // What it brought about carries the same moment, or a later one.
      const place = events.findIndex((event) => Date.parse(event.at) >= Date.parse(at));
      const agreed = { at, actor, what: 'agreed with the winner', reason: '' };
      events.splice(place < 0 ? events.length : place, 0, agreed);
    }
    return events.reverse();
  });
}
