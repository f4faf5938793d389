import { HttpClient, httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuContent, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { formatValue } from '@prompt-registry/resolver';
import { firstValueFrom } from 'rxjs';
import { toProblem } from '../problem/problem';
import { problemOf } from '../problem/problem-of';
import { Now } from '../time/now';
import { relativeTime } from '../time/relative-time';
import type { TypedValues } from './preview-render';

interface TraceEntry {
  readonly id: string;
  readonly promptVersion: number | null;
  readonly agent: string | null;
  readonly startedAt: string;
}

interface TraceWithPreviews extends TraceEntry {
  readonly previews: { readonly variables?: Readonly<Record<string, unknown>> } | null;
}

const TRACE_ID = /^[0-9a-f]{32}$/i;
const NOT_KEPT =
  'This use was recorded without its values. The server keeps them with TRACE_PREVIEWS=true, when the agent sends them.';

/** Fills the form with the values of a recorded use. */
@Component({
  selector: 'pr-variable-form-traces',
  imports: [MatButton, MatMenu, MatMenuContent, MatMenuItem, MatMenuTrigger],
  template: `
    <button matButton="outlined" type="button" [matMenuTriggerFor]="menu" (menuOpened)="opened.set(true)">
      Fill from a recorded use
    </button>
    <mat-menu #menu>
      <ng-template matMenuContent>
        @for (trace of traces(); track trace.id) {
          <button mat-menu-item type="button" (click)="fillFrom(trace.id, trace)">
            {{ wordsOf(trace) }}
          </button>
        } @empty {
          <button mat-menu-item type="button" disabled>{{ emptyWord() }}</button>
        }
      </ng-template>
    </mat-menu>
    <p class="meta" role="status">{{ said() }}</p>
  `,
  styles: `
    p:not(:empty) {
      padding-top: 6px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VariableFormTraces {
  readonly prompt = input.required<string>();
  /** What the form asks for. */
  readonly names = input.required<readonly string[]>();
  /** A use whose values are wanted at once. */
  readonly trace = input<string>();
  readonly filled = output<TypedValues>();

  protected readonly opened = signal(false);
  protected readonly said = signal('');
  private readonly found = httpResource<{ readonly items: readonly TraceEntry[] }>(() =>
    this.opened() ? { url: '/api/v1/traces', params: { prompt: this.prompt(), limit: 10 } } : undefined,
  );
  private readonly problem = problemOf(this.found);
  protected readonly traces = computed(() => (this.found.hasValue() ? this.found.value().items : []));
  protected readonly emptyWord = computed(() => {
    const problem = this.problem();
    if (problem) return problem.title;
    return this.found.isLoading() ? 'Looking…' : 'No use of this prompt is recorded';
  });

  private readonly http = inject(HttpClient);
  private readonly now = inject(Now);

  constructor() {
    effect(() => {
      const wanted = this.trace() ?? '';
      if (TRACE_ID.test(wanted)) untracked(() => void this.fillFrom(wanted));
    });
  }

  protected wordsOf({ promptVersion, agent, startedAt }: TraceEntry): string {
    const version = promptVersion === null ? 'a prompt file' : `version ${promptVersion}`;
    return [relativeTime(new Date(startedAt), this.now.value()), version, agent].filter(Boolean).join(' · ');
  }

  protected async fillFrom(id: string, listed?: TraceEntry): Promise<void> {
    this.said.set('');
    try {
      const trace = await firstValueFrom(this.http.get<TraceWithPreviews>(`/api/v1/traces/${id}`));
      const { previews } = trace;
      const { values, unreadable } = printable(previews?.variables ?? {});
      const known = this.names().filter((name) => Object.hasOwn(values, name));
      if (!previews?.variables) return this.said.set(NOT_KEPT);
      this.filled.emit(Object.fromEntries(known.map((name) => [name, values[name] ?? ''])));
      const left = unreadable.length > 0 ? `; not as text: ${unreadable.join(', ')}` : '';
      this.said.set(
        `Filled ${known.length} of ${this.names().length} from ${this.wordsOf(listed ?? trace)}${left}.`,
      );
    } catch (error) {
      // The server refused or did not answer; the form stays as it was.
      this.said.set(`${toProblem(error).title}. The values are as they were.`);
    }
  }
}

/** Values as the renderer prints them. */
function printable(variables: Readonly<Record<string, unknown>>) {
  const values = Object.create(null) as Record<string, string>; // a variable may be called __proto__
  const unreadable: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const formatted = formatValue(value);
    if (formatted.ok) values[name] = formatted.text;
    else unreadable.push(name);
  }
  return { values, unreadable };
}
