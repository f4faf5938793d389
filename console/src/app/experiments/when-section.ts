import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { LineChart } from '../charts/line-chart';
import { ACCENT, NEUTRAL, type Series } from '../charts/series';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { DurationField } from './duration-field';
import type { ExperimentForm } from './experiment-form';
import { minutesOf } from './duration-input';
import { inputScale, sizeWords, typed, untyped } from './metric-scale';
import { curveOf } from './plan-curve';
import { Planning } from './planning';

const DAY_MINUTES = 1_440;

/** Fields that are not seen at first. */
const HIDDEN = [
  'plan.minimumRuntimeMinutes',
  'plan.graceMinutes',
  'plan.minimumUnits',
  'plan.maximumUnits',
  'plan.alpha',
  'plan.power',
];

const MODES = [
  {
    mode: 'hybrid',
    word: 'Hybrid',
    about:
      'Both tests on a split error: quick on the planned effect, exact and without a horizon beside it. The default.',
  },
  {
    mode: 'planned',
    word: 'Planned',
    about: 'One boundary for a planned number of conversations: needs the fewest, by a large-sample test.',
  },
  {
    mode: 'anytime',
    word: 'Anytime',
    about:
      'An exact test without a horizon: for binary and bounded metrics when nobody can say how long it takes.',
  },
] as const;

/** When: how long it takes to find what, the windows, the test, and what happens at the end. */
@Component({
  selector: 'pr-when-section',
  imports: [Control, DurationField, Field, LineChart, MatIcon, ProblemBanner],
  templateUrl: './when-section.html',
  styleUrls: ['./plan-section.css', './when-section.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhenSection {
  protected readonly planning = inject(Planning);
  protected readonly form = this.planning.form;
  protected readonly modes = MODES;

  private readonly metric = computed(() => this.planning.primary());
  private readonly plans = computed(() => this.planning.preview().answer?.plans ?? []);
  protected readonly answer = computed(() => this.planning.preview().answer);
  protected readonly write = computed(() => {
    const [metric, scale] = [this.metric(), inputScale(this.metric())];
    return (value: number) => sizeWords(untyped(value, scale), metric);
  });
  protected readonly writeDays = (days: number) => `${dayNumber(days)} d`;
  protected readonly maximumDays = computed(() => {
    const minutes = minutesOf(this.form().maximumRuntime);
    return minutes === null ? null : minutes / DAY_MINUTES;
  });
  protected readonly series = computed<readonly Series[]>(() => {
    const answer = this.answer();
    if (!answer?.spreadKnown && !answer?.conservative) return [];
    const { factor } = inputScale(this.metric());
    const reachable = this.plans().filter(
      ({ days }) => days !== null && days <= 3 * (this.maximumDays() ?? 28),
    );
    return [
      { name: 'at most', colour: ACCENT, points: curveOf(reachable, 'days', factor) },
      {
        name: 'on average',
        colour: NEUTRAL,
        dash: [4, 4],
        points: curveOf(reachable, 'expectedDays', factor),
      },
    ].filter(({ points }) => points.length > 0);
  });
  protected readonly rows = computed(() =>
    this.plans().map(({ minimumDetectableEffect, units, days, expectedDays, refusal }) => ({
      effect: minimumDetectableEffect,
      chosen: minimumDetectableEffect === this.planning.effect(),
      size: sizeWords(minimumDetectableEffect, this.metric()),
      units: formatCount(units),
      days: days === null ? '–' : dayNumber(days),
      expected: expectedDays === null ? '–' : dayNumber(expectedDays),
      refusal: refusal?.message ?? null,
    })),
  );
  protected readonly refusal = computed(() => this.planning.plan()?.refusal?.message ?? null);
  protected readonly description = computed(() => {
    const plan = this.planning.plan();
    if (!plan || plan.days === null) return 'The smaller the difference, the longer it takes to find it.';
    const size = sizeWords(plan.minimumDetectableEffect, this.metric());
    return `A difference of ${size} is found within ${dayNumber(plan.days)} days at the latest; smaller ones take longer.`;
  });

  protected readonly moreOpen = computed(() => this.planning.isRefused(HIDDEN));

  protected chooseEffect(effect: number): void {
    this.planning.tell({ effect: typed(effect, this.planning.scale()) });
  }

  protected chooseMode(mode: ExperimentForm['mode']): void {
    this.planning.tell({ mode });
  }
}

function dayNumber(days: number): string {
  const decimals = days < 10 ? 1 : 0;
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: decimals }).format(days);
}
