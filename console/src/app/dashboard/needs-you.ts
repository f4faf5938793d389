import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCount } from '../numbers/format';
import type { Need } from './needs';

/** A card for everything that needs a person. */
@Component({
  selector: 'pr-needs-you',
  imports: [MatIcon, RouterLink],
  template: `
    @if (needs().length > 0) {
      <ul>
        @for (need of needs(); track need.key) {
          <li>
            <span class="state {{ need.tone }}"
              ><mat-icon [svgIcon]="need.icon" aria-hidden="true" />{{ need.state }}</span
            >
            <a [routerLink]="need.link" [queryParams]="need.queryParams ?? null">{{ need.title }}</a>
            <span class="meta about">{{ need.about }}</span>
            <p>{{ need.why }}</p>
          </li>
        }
      </ul>
    } @else {
      <p class="none">
        <mat-icon svgIcon="check" aria-hidden="true" /><span
          >Nothing needs you.
          @if (running() > 0) {
            <a routerLink="/experiments" [queryParams]="{ status: 'running' }">{{ runningWords() }}</a>
            by {{ running() === 1 ? 'itself' : 'themselves' }}.
          }
        </span>
      </p>
    }
    @if (paused().length > 0) {
      <p class="none paused">
        <mat-icon svgIcon="clock" aria-hidden="true" /><span>
          @if (paused().length === 1) {
            Paused: <a [routerLink]="['/experiments', paused()[0]?.id]">{{ paused()[0]?.name }}</a>. It lets
            no new conversation in until somebody resumes it.
          } @else {
            <a routerLink="/experiments" [queryParams]="{ status: 'paused' }">{{ pausedWords() }}</a> paused.
            They let no new conversation in until somebody resumes them.
          }
        </span>
      </p>
    }
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
      gap: 12px;
    }
    li {
      position: relative;
      display: grid;
      align-content: start;
      gap: 2px;
      padding: 12px 14px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    li:hover {
      background: var(--hover);
    }
    li a {
      margin-top: 4px;
      color: var(--text);
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    li a::after {
      position: absolute;
      border-radius: var(--radius);
      content: '';
      inset: 0;
    }
    .about {
      overflow-wrap: anywhere;
    }
    p {
      color: var(--text-2);
      font-size: 13px;
    }
    li p {
      display: -webkit-box;
      overflow: hidden;
      margin-top: 4px;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
    }
    .state {
      min-height: 0;
      font-weight: 500;
      font-size: 12px;
    }
    .none mat-icon.mat-icon {
      flex: none;
      width: 15px;
      height: 15px;
      color: var(--good);
    }
    .paused {
      margin-top: 8px;
    }
    .none.paused mat-icon.mat-icon,
    .wait {
      color: var(--wait);
    }
    .bad {
      color: var(--bad);
    }
    .none span {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .none {
      display: flex;
      gap: 8px;
      align-items: center;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NeedsYou {
  readonly needs = input.required<readonly Need[]>();
  /** Experiments that let conversations in. */
  readonly running = input.required<number>();
  /** Those that wait for somebody to resume them. */
  readonly paused = input<ReadonlyArray<{ readonly id: string; readonly name: string }>>([]);
  protected readonly pausedWords = computed(() => `${formatCount(this.paused().length)} experiments are`);
  protected readonly runningWords = computed(() =>
    this.running() === 1 ? '1 experiment runs' : `${formatCount(this.running())} experiments run`,
  );
}
