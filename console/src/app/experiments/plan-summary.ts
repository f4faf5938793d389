import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { formatCount } from '../numbers/format';
import { Variant } from '../variants/variant';
import { durationWords, minutesOf } from './duration-input';
import { sizeWords } from './metric-scale';
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
    const units = `${formatCount(plan.units)} conversations`;
    if (plan.refusal) return `${units}: not reachable in time`;
    if (plan.days === null) return units;
    const days = (count: number) => formatCount(Math.max(1, Math.round(count)));
    return plan.expectedDays === null
      ? `${units}, up to ${days(plan.days)} days`
      : `${units}, about ${days(plan.expectedDays)} days, ${days(plan.days)} at most`;
  });
  protected readonly ends = computed(() => {
    const { promote, approval, maximumRuntime } = this.form();
    const minutes = minutesOf(maximumRuntime);
    const latest = minutes === null ? '' : `, after ${durationWords(minutes)} at the latest`;
    const then = promote === 'winner' ? 'promotes the winner' : 'says who won';
    return `${approval ? 'Asks a person, then ' : ''}${then}${latest}`.replace(/^./, (first) =>
      first.toUpperCase(),
    );
  });
}
