import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatCount, formatSetShare, formatShare } from '../numbers/format';
import { writeNumber } from '../numbers/typed-number';
import type { Experiment, MetricDefinition } from './experiments-api';
import { marginOf } from './guardrail-margin';
import { planUnits } from './plan-words';
import { isRatio, MetricText } from '../numbers/metric-text';
import type { ExperimentResults } from './results-api';

const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const PLANNED = 'planned boundary (large-sample)';
const MODES = {
  hybrid: 'planned and exact, side by side',
  planned: PLANNED,
  anytime: 'exact at any time',
} as const;
/** What has no bounds has no exact test. */
const WITHOUT_BOUNDS = {
  hybrid: `${PLANNED}; an exact one needs a metric with bounds`,
  planned: PLANNED,
  anytime: 'large-sample at any time; an exact one needs a metric with bounds',
} as const;

/** How the experiment is evaluated: what was agreed before any figure was seen. */
@Component({
  selector: 'pr-plan-facts',
  template: `
    <dl>
      @for (fact of facts(); track fact.word) {
        <dt>{{ fact.word }}</dt>
        <dd>{{ fact.value }}</dd>
      }
    </dl>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: 136px minmax(0, 1fr);
      gap: 6px 16px;
      font-size: 13px;
    }
    dt {
      color: var(--text-3);
    }
    dd {
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PlanFacts {
  readonly experiment = input.required<Experiment>();
  readonly results = input<ExperimentResults>();
  readonly metrics = input.required<readonly MetricDefinition[]>();

  protected readonly facts = computed(() => {
    const { plan, layer, variants } = this.experiment();
    const primary = this.metrics().find(({ name }) => name === plan.primaryMetric);
    const text = new MetricText(primary);
    const outlook = this.results()?.outlook;
    const horizon = outlook?.horizonUnits ?? null;
    const short = outlook?.underpowered ?? null;
    const facts: Array<{ word: string; value: string }> = [
      { word: 'Decides', value: [plan.primaryMetric, ...plan.secondaryMetrics].join(', ') },
      {
        word: 'Smallest effect',
        value: `${text.size(plan.minimumDetectableEffect)} is worth finding`,
      },
      {
        word: 'Test',
        value: `${testWords(plan.mode, primary)}; α ${plan.alpha}, power ${formatSetShare(plan.power)}${short ? ' asked for' : ''}`,
      },
      { word: 'Guardrails', value: guardrailWords(this.experiment(), this.metrics()) || 'none' },
      {
        word: 'Window',
        value: `${spanWords(plan.windowMinutes)} from a conversation’s start${plan.graceMinutes ? `, ${spanWords(plan.graceMinutes)} of grace` : ''}`,
      },
      {
        word: 'Runtime',
        value: `${spanWords(plan.minimumRuntimeMinutes)} to ${spanWords(plan.maximumRuntimeMinutes)}`,
      },
      { word: 'At least', value: `${formatCount(plan.minimumUnits)} conversations of each variant` },
    ];
    if (horizon !== null)
      facts.push({
        word: 'Planned units',
        value: `about ${formatCount(plannedUnits(horizon, variants))} of the control and a variant together`,
      });
    const readOut = this.results()?.readOut;
    if (short)
      facts.push({
        word: 'Power',
        value: shortWords(
          this.experiment(),
          short,
          text,
          new MetricText(primary, isRatio(readOut?.metrics.find(({ name }) => name === plan.primaryMetric))),
        ),
      });
    if (readOut)
      facts.push({
        word: 'Reached',
        value: `${formatShare(readOut.progress)} of the planned information, from ${formatCount(readOut.units)} settled conversations; groups of uneven size count as less`,
      });
    facts.push({
      word: 'When it is won',
      value: `${plan.approval ? 'a person agrees first; ' : ''}${plan.promote === 'winner' ? 'the winner is promoted' : 'nothing is promoted by itself'}${plan.holdMinutes ? `; the verdict must stand for ${spanWords(plan.holdMinutes)}` : ''}`,
    });
    if (layer) facts.push({ word: 'Layer', value: `${layer.name}, ${layer.mode}` });
    return facts;
  });
}

/** Which tests there can be of the metric. */
export function testWords(
  mode: Experiment['plan']['mode'],
  metric: Pick<MetricDefinition, 'kind'> | undefined,
): string {
  return (metric?.kind === 'continuous' ? WITHOUT_BOUNDS : MODES)[mode];
}

/** Each with how much worse it may be and still win. */
export function guardrailWords(experiment: Experiment, metrics: readonly MetricDefinition[]): string {
  return experiment.plan.guardrails
    .map(({ metric }) => {
      const margin = marginOf(experiment, metric, metrics);
      const text = new MetricText(metrics.find(({ name }) => name === metric));
      return margin === null ? metric : `${metric} less than ${text.size(margin)} worse`;
    })
    .join('; ');
}

type Short = NonNullable<NonNullable<ExperimentResults['outlook']>['underpowered']>;

/** What there is no room for, and what the conversations that there is room for find instead. */
function shortWords(
  { plan, variants }: Experiment,
  { neededUnits, power, effectFound }: Short,
  text: MetricText,
  analysed: MetricText,
): string {
  const limit = plan.maximumUnits === null ? 'the runtime' : 'the plan’s limit';
  const needed = formatCount(plannedUnits(neededUnits, variants));
  const asked = text.size(plan.minimumDetectableEffect);
  return `${limit} has room for fewer than the up to ${needed} that ${asked} takes: the chance to find it is about ${formatSetShare(Number(power.toFixed(2)))}; only about ${analysed.size(effectFound)} is found with ${formatSetShare(plan.power)}`;
}

/** Rounded as the planner rounds them, so that both say the same. */
function plannedUnits(horizon: number, [control, other]: Experiment['variants']): number {
  const of = control && other ? control.share / (control.share + other.share) : 0.5;
  return planUnits({ unitsByVariant: [horizon * of, horizon * (1 - of)] });
}

function spanWords(minutes: number): string {
  if (minutes >= 2 * DAY_MIN) return `${oneDecimal(minutes / DAY_MIN)} days`;
  if (minutes >= 2 * HOUR_MIN) return `${oneDecimal(minutes / HOUR_MIN)} h`;
  return `${minutes} min`;
}

function oneDecimal(number: number): string {
  return writeNumber(Number(number.toFixed(1)));
}
