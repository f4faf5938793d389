import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { CopyButton } from '../copy/copy-button';
import { formatCount, formatDuration } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { listed } from '../table/listed';
import { Moment } from '../time/moment';
import { exactTime } from '../time/relative-time';
import { ServedWords } from './served-words';
import { FLAG_WORDS, MLFLOW_WORDS, SOURCE_WORDS, STATUS_WORDS, outcomeText } from './trace-words';
import type { TraceDetail } from './traces-api';

/** One use of a prompt: the words that were served, what they were given, and what came of it. */
@Component({
  selector: 'pr-trace-page',
  imports: [CopyButton, MatButton, MatIcon, Moment, ProblemBanner, RouterLink, ServedWords],
  templateUrl: './trace-page.html',
  styleUrls: ['./page.css', './trace-page.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TracePage {
  /** From the path: 32 hex digits. */
  readonly id = input.required<string>();
  /** From the query: `template`, or the words as they were served. */
  readonly words = input<string>();

  private readonly session = inject(Session);
  protected readonly found = listed<TraceDetail>(() => ({
    url: `/api/v1/traces/${encodeURIComponent(this.id())}`,
    params: {},
  }));
  /** Never the one before while another is on its way. */
  protected readonly trace = computed(() => {
    const trace = this.found.latest();
    return trace?.id === this.id().toLowerCase() ? trace : undefined;
  });
  protected readonly variables = computed(() =>
    Object.entries(this.trace()?.previews?.variables ?? {}).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  );
  /** Where the values can be tried with other words: the version that was served, of a prompt that is known. */
  protected readonly editor = computed(() => {
    const trace = this.trace();
    const mayWrite = this.session.person()?.scopes.includes('write') ?? false;
    if (!trace?.previews?.variables || trace.promptId === null || !mayWrite) return null;
    const base = trace.words?.version ?? trace.promptVersion;
    return { path: ['/prompts', trace.promptName, 'edit'], query: { base, trace: trace.id } };
  });
  protected readonly sourceWords = SOURCE_WORDS;
  protected readonly statusWords = STATUS_WORDS;
  protected readonly flagWords = FLAG_WORDS;
  protected readonly mlflowWords = MLFLOW_WORDS;
  protected readonly duration = formatDuration;
  protected readonly count = formatCount;
  protected readonly amount = outcomeText;

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() =>
      breadcrumbs.show([
        { label: 'Traces', link: ['/traces'] },
        { label: `${this.trace()?.promptName ?? 'Trace'} ${this.id().slice(0, 8)}` },
      ]),
    );
  }

  protected exact(at: string): string {
    return exactTime(new Date(at));
  }
}
