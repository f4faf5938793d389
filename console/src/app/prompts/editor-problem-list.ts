import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { EditorProblem } from './editor-problems';

const MOST_SHOWN = 50;
const WORDS = { error: 'Error', warning: 'Warning', info: 'To know' } as const;

/** Everything to say about a draft; each goes to its place. */
@Component({
  selector: 'pr-editor-problem-list',
  imports: [MatIcon],
  template: `
    <ul>
      @for (problem of shown(); track $index) {
        <li>
          <button type="button" [class]="problem.severity" (click)="picked.emit(problem)">
            <mat-icon [svgIcon]="problem.severity === 'info' ? 'info' : 'warning'" aria-hidden="true" />
            <span>
              <span class="visually-hidden">{{ words[problem.severity] }}: </span>{{ problem.message }}
              @if (problem.field !== 'content') {
                <span class="meta mono">{{ problem.field }}</span>
              }
            </span>
          </button>
        </li>
      }
    </ul>
    @if (more() > 0) {
      <p class="meta">and {{ more() }} more</p>
    }
  `,
  styles: `
    button {
      display: flex;
      gap: 8px;
      width: 100%;
      padding: 6px 8px;
      border: 0;
      border-radius: var(--radius);
      background: none;
      color: var(--text);
      font: inherit;
      font-size: 12px;
      line-height: 16px;
      text-align: left;
      cursor: pointer;
      overflow-wrap: anywhere;
    }
    button:hover {
      background: var(--hover);
    }
    .error mat-icon {
      color: var(--bad);
    }
    .warning mat-icon {
      color: var(--wait);
    }
    .info mat-icon {
      color: var(--info);
    }
    mat-icon.mat-icon {
      width: 16px;
      height: 16px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditorProblemList {
  readonly problems = input.required<readonly EditorProblem[]>();
  readonly picked = output<EditorProblem>();
  protected readonly words = WORDS;
  protected readonly shown = computed(() => this.problems().slice(0, MOST_SHOWN));
  protected readonly more = computed(() => this.problems().length - this.shown().length);
}
