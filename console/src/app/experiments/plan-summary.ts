import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { formatCount } from '../numbers/format';
import { Variant } from '../variants/variant';
import { durationWords, minutesOf } from './duration-input';
import { sizeWords } from './metric-scale';
import { planUnits, timeWords } from './plan-words';
import { Planning } from './planning';
import type { CheckItem } from './pre-launch';

const ICONS: Readonly<Record<CheckItem['state'], string>> = {
  ok: 'check',
  missing: 'close',
  warn: 'warning',
  wait: 'more',
};
const STATE_WORDS: Readonly<Record<CheckItem['state'], string>> = {
  ok: 'Done: ',
  missing: 'To do: ',
  warn: 'Note: ',
  wait: 'Not known yet: ',
};

/** The plan in a few lines, as it grows, and what is to be looked at before it starts. */
@Component({
  selector: 'pr-plan-summary',
  imports: [MatIcon, Variant],
  templateUrl: './plan-summary.html',
  styleUrl: './plan-summary.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PlanSummary {
  private readonly planning = inject(Planning);
  protected readonly form = this.planning.form;
  protected readonly checks = computed(() =>
    this.planning.checks().map((check) => ({
      ...check,
      icon: ICONS[check.state],
      stateWord: STATE_WORDS[check.state],
    })),
  );
  protected readonly goal = computed(() => {
    const [metric, effect] = [this.planning.primary(), this.planning.effect()];
    if (!metric) return '';
    return effect === null ? metric.name : `${metric.name}, differences from ${sizeWords(effect, metric)}`;
  });
  protected readonly guardrails = computed(() =>
    this.form()
      .guardrails.map(({ metric }) => metric)
      .join(', '),
  );
  protected readonly takes = computed(() => {
    const plan = this.planning.plan();
    if (!plan) return '';
    const answer = this.planning.preview().answer;
    if (!answer || plan.units === null) return 'nobody knows yet';
    if (plan.refusal?.code === 'effect_impossible') return '';
    const units = `${formatCount(planUnits(plan))} conversations`;
    if (plan.days === null) return `${units}; no traffic yet`;
    return `${units}, ${timeWords(plan, answer)}`;
  });
  protected readonly ends = computed(() => {
    const { promote, approval, maximumRuntime } = this.form();
    const minutes = minutesOf(maximumRuntime);
    const latest = !minutes ? '' : `, after ${durationWords(minutes)} at the latest`;
    const then = promote === 'winner' ? 'promotes the winner' : 'says who won';
    return `${approval ? 'Asks a person, then ' : ''}${then}${latest}`.replace(/^./, (first) =>
      first.toUpperCase(),
    );
  });
}
