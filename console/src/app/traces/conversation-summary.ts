import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCount, formatDuration } from '../numbers/format';
import type { Problem } from '../problem/problem';
import { ProblemBanner } from '../problem/problem-banner';
import { Moment } from '../time/moment';
import { leftOutWords, SETTLEMENT_WORDS, outcomeText } from './trace-words';
import type { Conversation, Trace } from './traces-api';

const SECOND_MS = 1_000;

/** What experiments made of a conversation, and what was said of all of it. */
@Component({
  selector: 'pr-conversation-summary',
  imports: [MatIcon, Moment, ProblemBanner, RouterLink],
  templateUrl: './conversation-summary.html',
  styleUrl: './conversation-summary.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConversationSummary {
  /** Undefined while the first answer is on its way. */
  readonly conversation = input.required<Conversation | undefined>();
  readonly problem = input.required<Problem | null>();
  /** Its traces, as far as they are shown. */
  readonly traces = input<readonly Trace[]>([]);
  readonly retry = output();

  protected readonly size = computed(() => {
    const { traces = 0, firstAt = null, lastAt = null } = this.conversation() ?? {};
    if (firstAt === null || lastAt === null) return 'No trace of it is kept.';
    const lasted = new Date(lastAt).getTime() - new Date(firstAt).getTime();
    if (traces === 1) return '1 trace';
    // Of moments with milliseconds: less than a second has no digits that say anything.
    const over = lasted < SECOND_MS ? 'within a second' : `over ${formatDuration(lasted)}`;
    return `${formatCount(traces)} traces ${over}`;
  });
  /** Experiments that served its words and have no place for it, because they had ended or its traces do not fit. */
  protected readonly outside = computed(() => {
    const inside = new Set(this.conversation()?.experiments.map(({ experimentId }) => experimentId));
    const served = this.traces().filter(
      ({ source, experimentId }) =>
        source === 'experiment' && experimentId !== null && !inside.has(experimentId),
    );
    return [...new Map(served.map((trace) => [trace.experimentId, trace])).values()];
  });
  protected readonly said = computed(() =>
    (this.conversation()?.outcomes ?? []).filter(({ traceId }) => traceId === null),
  );
  protected readonly settlement = SETTLEMENT_WORDS;
  protected readonly leftOut = leftOutWords;
  protected readonly amount = outcomeText;
}
