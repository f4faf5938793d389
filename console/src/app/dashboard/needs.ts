import type { Params } from '@angular/router';
import { formatCount } from '../numbers/format';
import { isOfGuardrail, reasonSentence, type SaidReason } from '../reasons/reason-sentence';
import type { Consumer, Dashboard, Decided, Deliveries, MetricKind, OnTrial } from './dashboard-api';
import { writerOf } from './decided-words';

/** Something that needs a person, and where it is seen to. */
export interface Need {
  readonly key: string;
  readonly tone: 'good' | 'wait' | 'bad';
  readonly icon: 'check' | 'clock' | 'warning' | 'lock' | 'offline';
  /** What it is, in a word or two. */
  readonly state: string;
  readonly title: string;
  /** What it is about, under the title. */
  readonly about: string;
  /** Why, and what to do. */
  readonly why: string;
  readonly link: readonly string[];
  readonly queryParams?: Params;
}

const ATTENTION = {
  unhealthy: { tone: 'bad', icon: 'warning', state: 'Unhealthy' },
  blocked: { tone: 'wait', icon: 'lock', state: 'Blocked' },
  ready: { tone: 'wait', icon: 'clock', state: 'Ready for you' },
} as const;
const ORDER = ['unhealthy', 'blocked', 'ready'] as const;

/** What of everything needs a person, the worst first. What is not known yet needs nobody. */
export function needsOf(
  dashboard: Pick<Dashboard, 'experiments' | 'decisions' | 'evaluationJob'>,
  consumers: readonly Consumer[] | undefined,
  deliveries: Deliveries | undefined,
  metrics: readonly MetricKind[] = [],
): readonly Need[] {
  return [
    ...dashboard.decisions.flatMap(harmNeed),
    ...jobNeed(dashboard.evaluationJob.failed),
    ...ORDER.flatMap((attention) =>
      dashboard.experiments
        .filter((experiment) => experiment.attention === attention)
        .map((experiment) => experimentNeed(experiment, attention, metrics)),
    ),
    ...consumerNeed(consumers ?? []),
    ...deliveryNeed(deliveries),
  ];
}

/** Ending an experiment changes nothing that is served, also not when that is what did harm. */
function harmNeed({ id, name, promptName, servedHarm }: Decided): readonly Need[] {
  if (servedHarm === null) return [];
  return [
    {
      key: `harm ${id}`,
      tone: 'bad',
      icon: 'warning',
      state: 'Harmful',
      title: promptName,
      about: name,
      why: `Everyone gets v${servedHarm}, which did harm in the experiment: the prompt serves it. Make it serve another version.`,
      link: ['/prompts', promptName],
    },
  ];
}

function experimentNeed(
  experiment: OnTrial,
  attention: (typeof ORDER)[number],
  metrics: readonly MetricKind[],
): Need {
  const { id, name, promptName, reasons } = experiment;
  const blocking = reasons.filter(({ blocks }) => blocks);
  return {
    key: id,
    ...ATTENTION[attention],
    title: name,
    about: promptName,
    why:
      (blocking.length > 0 ? blocking : reasons)
        // Who did not arrive in the planned shares is not settled in them either.
        .filter(
          ({ code }, _, all) =>
            code !== 'sample_ratio_settlement' || !all.some((of) => of.code === 'sample_ratio_assignment'),
        )
        .map((reason) => reasonSentence(reason, (name) => writerOf(name, metrics, scaleOf(reason, name))))
        .join(' ') || plainReason(experiment),
    link: ['/experiments', id],
  };
}

function scaleOf(reason: SaidReason, metric: string): ReadonlyArray<{ metric: string; scale: 'linear' }> {
  return isOfGuardrail(reason) ? [{ metric, scale: 'linear' }] : [];
}

function plainReason({ attention }: OnTrial): string {
  return attention === 'unhealthy'
    ? 'It has not been evaluated for long; nothing is decided meanwhile.'
    : 'Its figures wait for a person.';
}

function jobNeed(failed: number): readonly Need[] {
  if (failed === 0) return [];
  return [
    {
      key: 'job',
      tone: 'bad',
      icon: 'warning',
      state: 'Failing',
      title: 'Evaluation of experiments',
      about: failed === 1 ? '1 experiment' : `${formatCount(failed)} experiments`,
      why: 'The last run failed; the server’s log says why. Nothing is decided meanwhile.',
      link: ['/settings/health'],
    },
  ];
}

function consumerNeed(consumers: readonly Consumer[]): readonly Need[] {
  const lost = consumers.filter(({ stale, source }) => stale || source === 'prompt_files');
  if (lost.length === 0) return [];
  const services = [...new Set(lost.map(({ service }) => service))];
  return [
    {
      key: 'consumers',
      tone: 'bad',
      icon: 'offline',
      state: 'Out of step',
      title: lost.length === 1 ? '1 agent process' : `${formatCount(lost.length)} agent processes`,
      about: services.slice(0, 3).join(', ') + (services.length > 3 ? ' and others' : ''),
      why: 'They cannot reach the registry and serve words from a copy or from prompt files.',
      link: ['/settings/consumers'],
    },
  ];
}

function deliveryNeed(deliveries: Deliveries | undefined): readonly Need[] {
  if (!deliveries || deliveries.deadLetters === 0) return [];
  const { deadLetters } = deliveries;
  return [
    {
      key: 'deliveries',
      tone: 'wait',
      icon: 'warning',
      state: 'Given up',
      title: deadLetters === 1 ? '1 delivery to MLflow' : `${formatCount(deadLetters)} deliveries to MLflow`,
      about: 'MLflow',
      why: 'MLflow refused them for good. An admin can look at why, and send them again.',
      link: ['/settings/health'],
    },
  ];
}
