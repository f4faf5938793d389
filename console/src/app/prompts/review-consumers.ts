import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { problemOf } from '../problem/problem-of';

interface Consumer {
  readonly service: string;
  readonly instanceId: string;
  readonly stale: boolean;
  readonly source: 'memory' | 'snapshot_file' | 'prompt_files';
}

/** The agents that run now, and how soon they would notice. */
@Component({
  selector: 'pr-review-consumers',
  template: `{{ words() }}`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReviewConsumers {
  /** Whether saving changes what they are served. */
  readonly affected = input.required<boolean>();
  private readonly found = httpResource<{ readonly total: number; readonly items: readonly Consumer[] }>(
    () => ({
      url: '/api/v1/consumers',
      params: { pageSize: 200 },
    }),
  );
  private readonly problem = problemOf(this.found);
  protected readonly words = computed(() => {
    if (this.problem()) return 'Which agents run now could not be read.';
    if (!this.found.hasValue()) return 'Looking which agents run now…';
    return consumerWords(this.found.value().items, this.affected());
  });
}

/** Who is running, in a sentence. */
export function consumerWords(consumers: readonly Consumer[], affected: boolean): string {
  if (consumers.length === 0)
    return affected
      ? 'No agent has reported within five minutes; those that start get it.'
      : 'No agent has reported within five minutes.';
  const services = [...new Set(consumers.map(({ service }) => service))];
  const stale = consumers.filter((consumer) => consumer.stale || consumer.source !== 'memory').length;
  const live = consumers.length - stale;
  const named =
    services.length > 3
      ? `${services.slice(0, 3).join(', ')} and ${services.length - 3} more`
      : services.join(', ');
  const parts = [
    `${live} live`,
    ...(stale > 0 ? [`${stale} on an older snapshot until the server reaches it`] : []),
  ];
  const who = `${consumers.length} ${consumers.length === 1 ? 'agent' : 'agents'} of ${named} (${parts.join(', ')})`;
  return affected
    ? `${who} ${consumers.length === 1 ? 'gets' : 'get'} it within seconds.`
    : `${who}: nothing changes for them.`;
}
