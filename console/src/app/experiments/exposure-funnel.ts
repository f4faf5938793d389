import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCount, formatShare } from '../numbers/format';
import { Now } from '../time/now';
import { Variant } from '../variants/variant';
import type { Experiment } from './experiments-api';
import { awaitedAnswers, funnelSign, resolvedMeaning } from './funnel-signs';
import { paceWords } from './pace-words';
import type { ExperimentResults, Funnel } from './results-api';

const FLAGS: Readonly<Record<string, string>> = {
  hash_mismatch: 'other words than the variant’s version',
  not_assigned: 'chosen by the caller, not by the experiment',
  unknown_variant: 'a variant that does not exist',
  unknown_version: 'a version that does not exist',
  not_started: 'from before the start',
};
const LEFT_OUT: ReadonlyArray<readonly [keyof Funnel['leftOut'], string]> = [
  ['mixed', 'seen in more than one variant'],
  ['late', 'due after the maximum runtime'],
  ['other', 'could not be judged'],
];

/** What became of the conversations that met the experiment, and what was left out and why. */
@Component({
  selector: 'pr-exposure-funnel',
  imports: [MatIcon, RouterLink, Variant],
  templateUrl: './exposure-funnel.html',
  styleUrl: './exposure-funnel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExposureFunnel {
  readonly experiment = input.required<Experiment>();
  readonly results = input.required<ExperimentResults>();

  private readonly now = inject(Now);
  private readonly funnel = computed(() => this.results().funnel);
  private readonly awaited = computed(() => {
    const { status, endAt, steps } = this.experiment();
    const paused = steps.findLast(({ kind }) => kind === 'paused')?.at ?? null;
    const perDay = this.results().outlook?.conversationsPerDay ?? null;
    return awaitedAnswers(
      { closedAt: endAt ?? (status === 'paused' ? paused : null), perDay },
      this.now.value(),
    );
  });
  protected readonly resolved = computed(() => {
    const funnel = this.funnel();
    if (!funnel) return { text: '', unit: '', meaning: '' };
    const { resolved } = funnel;
    return {
      text: formatCount(resolved || null),
      unit: resolved === 0 ? '' : resolved === 1 ? 'answer' : 'answers',
      meaning: resolvedMeaning(funnel, this.awaited()),
    };
  });
  protected readonly sign = computed(() => {
    const funnel = this.funnel();
    return funnel && funnelSign(funnel, this.awaited());
  });
  /** Nothing to compare before anything has happened. */
  protected readonly variants = computed(() => {
    const funnel = this.funnel();
    if (!funnel || funnel.resolved + funnel.exposed === 0) return [];
    return funnel.variants.map(({ name, resolved, exposed }) => ({
      name,
      // Nobody has reported: that is not none.
      resolved: formatCount(funnel.resolved === 0 ? null : resolved),
      exposed: formatCount(exposed),
    }));
  });
  protected readonly steps = computed(() => {
    const funnel = this.funnel();
    if (!funnel) return [];
    const share = (count: number) => (funnel.exposed === 0 ? 0 : count / funnel.exposed);
    return [
      { word: 'Exposed', count: funnel.exposed, meaning: 'conversations with a trace that counts' },
      { word: 'Settled', count: funnel.settled, meaning: 'their window has closed' },
      { word: 'Counted', count: funnel.counted, meaning: 'in the figures' },
    ].map((step) => ({
      ...step,
      text: formatCount(step.count),
      share: share(step.count),
      percent: funnel.exposed === 0 ? '' : formatShare(share(step.count)),
    }));
  });
  protected readonly leftOut = computed(() => {
    const funnel = this.funnel();
    if (!funnel) return [];
    return LEFT_OUT.filter(([key]) => funnel.leftOut[key] > 0).map(([key, why]) => ({
      count: formatCount(funnel.leftOut[key]),
      why,
    }));
  });
  /** Those whose window closed after the decision: they are inside, and in no figure. */
  protected readonly afterwards = computed(() => {
    const { funnel } = this.results();
    const rest = funnel ? funnel.exposed - funnel.settled - funnel.leftOut.late : 0;
    return this.experiment().endAt === null || rest <= 0 ? '' : formatCount(rest);
  });
  protected readonly flagged = computed(() =>
    Object.entries(this.funnel()?.flaggedTraces ?? {}).map(([flag, count]) => ({
      flag,
      count: formatCount(count),
      why: FLAGS[flag] ?? flag.replaceAll('_', ' '),
    })),
  );
  protected readonly pace = computed(() => paceWords(this.experiment(), this.results(), this.now.value()));
}
