import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { LineChart } from '../charts/line-chart';
import { ACCENT, NEUTRAL, type Series } from '../charts/series';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { durationWords, minutesOf } from './duration-input';
import { type EffectRow, EffectsTable } from './effects-table';
import { inputScale, sizeWords, typed, untyped } from './metric-scale';
import { curveOf, type EffectPlan } from './plan-curve';
import {
  basisWords,
  furtherWords,
  isFurther,
  type PlanContext,
  daysWords,
  planDays,
  planNumber,
  planUnits,
  refusalWords,
  roundedUp,
  timeWords,
  unitsWords,
} from './plan-words';
import { Planning } from './planning';

const DAY_MINUTES = 1_440;

/** A curve over conversations ends at so many times those of the chosen difference. */
const MOST_OF_CHOSEN = 5;

/** What can be found by when: in a sentence, from what it was computed, as a curve and as a table to choose from. */
@Component({
  selector: 'pr-time-to-decision',
  imports: [Control, EffectsTable, Field, LineChart, MatIcon, ProblemBanner],
  templateUrl: './time-to-decision.html',
  styleUrls: ['./plan-section.css', './time-to-decision.css'],
  host: { role: 'region', 'aria-label': 'Time to a decision' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TimeToDecision {
  protected readonly planning = inject(Planning);
  protected readonly form = this.planning.form;

  private readonly metric = computed(() => this.planning.primary());
  private readonly plans = computed(() => this.planning.preview().answer?.plans ?? []);
  protected readonly answer = computed(() => this.planning.preview().answer);
  protected readonly write = computed(() => {
    const [metric, scale] = [this.metric(), inputScale(this.metric())];
    return (value: number) => sizeWords(untyped(value, scale), metric);
  });
  protected readonly writeDays = (days: number) => `${planDays(days)} d`;
  protected readonly writeUnits = (units: number) => planNumber(units);
  protected readonly maximumDays = computed(() => {
    const minutes = minutesOf(this.form().maximumRuntime);
    return minutes === null ? null : minutes / DAY_MINUTES;
  });
  private readonly around = computed<PlanContext>(() => ({
    metric: this.metric(),
    maximumDays: this.maximumDays(),
    metrics: this.planning.metrics(),
    minimumUnits: this.form().minimumUnits,
    maximumUnits: this.form().maximumUnits,
  }));
  /** Of the chosen difference. */
  private readonly plan = computed(() => this.planning.plan());
  /** Days along the bottom where the traffic says how long conversations take to come, otherwise these. */
  protected readonly hasDays = computed(() => this.plans().some(({ days }) => days !== null));
  protected readonly hasAverage = computed(() =>
    this.plans().some(({ expectedDays }) => expectedDays !== null),
  );
  protected readonly series = computed<readonly Series[]>(() => {
    const { factor } = inputScale(this.metric());
    const possible = this.possible();
    if (!this.hasDays()) {
      const most = MOST_OF_CHOSEN * (this.plan()?.units ?? Infinity);
      const points = curveOf(
        possible.filter(({ units }) => (units ?? 0) <= most),
        'units',
        factor,
      );
      return points.length > 1 ? [{ name: 'at most', colour: ACCENT, points }] : [];
    }
    const near = possible.filter(({ days }) => days !== null && days <= 3 * (this.maximumDays() ?? 28));
    return [
      { name: 'at most', colour: ACCENT, points: curveOf(near, 'days', factor) },
      {
        name: 'on average',
        colour: NEUTRAL,
        dash: [4, 4],
        points: curveOf(near, 'expectedDays', factor),
      },
    ].filter(({ points }) => points.length > 0);
  });
  /** There is no room for the others, or nobody knows. */
  private readonly possible = computed(() =>
    this.plans().filter(({ units, refusal }) => units !== null && refusal?.code !== 'effect_impossible'),
  );
  /** What is not found in time before what is. */
  protected readonly groups = computed(() => {
    const late = (plan: EffectPlan) => plan.refusal !== null && plan.refusal.code !== 'no_traffic';
    const groups = [
      { late: true, rows: this.possible().filter(late) },
      { late: false, rows: this.possible().filter((plan) => !late(plan)) },
    ];
    return groups
      .filter(({ rows }) => rows.length > 0)
      .map((group) => ({ ...group, rows: group.rows.map((plan) => this.row(plan)) }));
  });
  protected readonly runtime = computed(() => {
    const minutes = minutesOf(this.form().maximumRuntime);
    return minutes === null ? 'the maximum runtime' : durationWords(minutes);
  });
  /** Sentences: from what the plan was made, what it asks for, what is in the way, what of the rest it does not wait for. */
  protected readonly basis = computed(() => {
    const answer = this.answer();
    return answer ? basisWords(answer, this.around()) : '';
  });
  protected readonly asks = computed(() => {
    const [plan, answer] = [this.plan(), this.answer()];
    if (!plan || !answer || plan.units === null || plan.refusal?.code === 'effect_impossible') return null;
    const names = this.form().variants.map(({ name }) => name);
    const size = sizeWords(plan.minimumDetectableEffect, this.metric());
    const isDone = plan.refusal === null;
    const most = isDone && isFurther(plan, this.around()) ? (plan.sizedBy?.metric ?? '') : '';
    return { size, units: unitsWords(plan, names), most, time: isDone ? timeWords(plan, answer) : '' };
  });
  protected readonly refusal = computed(() => {
    const [plan, answer] = [this.plan(), this.answer()];
    const words = plan && answer ? refusalWords(plan, answer, this.around()) : null;
    return words === null ? null : { words, bad: plan?.refusal?.code !== 'no_traffic' };
  });
  /** What is found within the limits of the plan, to take instead; of a further metric that is a matter of its margin. */
  protected readonly reachable = computed(() => {
    const plan = this.plan();
    const isLate = ['horizon_unreachable', 'maximum_units_too_few'].includes(plan?.refusal?.code ?? '');
    const effect = plan?.sizedBy?.reachable ?? null;
    if (!plan || !isLate || effect === null || isFurther(plan, this.around())) return null;
    const rounded = roundedUp(effect, inputScale(this.metric()).factor);
    return { effect: rounded, size: sizeWords(rounded, this.metric()) };
  });
  protected readonly further = computed(() => {
    const answer = this.answer();
    return answer ? furtherWords(answer, this.asks() ? this.plan() : null, this.planning.metrics()) : [];
  });
  /** What can be said about the metric where it was never measured. */
  protected readonly expects = computed(() => {
    // Also while what stands in that very field cannot be computed.
    const [metric, answer] = [this.metric(), this.planning.lastPreview().answer];
    if (!metric || !answer || answer.basis === 'measured') return null;
    const { unit, factor } = inputScale(metric);
    if (metric.kind === 'binary') return { rate: true, unit: factor === 100 ? '%' : unit, needed: false };
    return { rate: false, unit, needed: answer.basis === 'unknown' };
  });
  /** Why there is no plan, as far as the fields are the reason. */
  protected readonly unfit = computed(() => {
    const labels = this.planning.unfitLabels();
    if (labels.length > 0) return `This cannot be computed before this is put right: ${labels.join(', ')}.`;
    const problem = this.planning.previewProblem();
    return problem?.status === 422 ? `This cannot be computed yet: ${problem.detail}` : '';
  });
  protected readonly description = computed(() => {
    const [plan, answer] = [this.plan(), this.answer()];
    const smaller = 'The smaller the difference, the more conversations it takes to find it.';
    if (!plan || !answer || plan.days === null) return smaller;
    const size = sizeWords(plan.minimumDetectableEffect, this.metric());
    return `A difference of ${size} is found within ${daysWords(plan.days)} at the latest; smaller ones take longer.`;
  });

  private row(plan: EffectPlan): EffectRow {
    const { minimumDetectableEffect: effect, days, expectedDays, conversationsPerDayNeeded: needed } = plan;
    return {
      effect,
      chosen: effect === this.planning.effect(),
      size: sizeWords(effect, this.metric()),
      units: formatCount(planUnits(plan)),
      days: days === null ? '–' : planDays(days),
      expected: expectedDays === null ? '–' : planDays(expectedDays),
      needed: needed === null ? '–' : planNumber(needed),
    };
  }

  protected chooseEffect(effect: number): void {
    this.planning.tell({ effect: typed(effect, this.planning.scale()) });
  }
}
