import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';

/** What one difference asks for, as it is written. */
export interface EffectRow {
  /** As the server has it. */
  readonly effect: number;
  readonly chosen: boolean;
  readonly size: string;
  readonly units: string;
  readonly days: string;
  readonly expected: string;
  /** Conversations a day. */
  readonly needed: string;
}

/** Differences that are found within the limits of the plan, or that are not. */
export interface EffectGroup {
  readonly late: boolean;
  readonly rows: readonly EffectRow[];
}

/** What each difference asks for, with a way to choose it. */
@Component({
  selector: 'pr-effects-table',
  imports: [MatIcon],
  templateUrl: './effects-table.html',
  styleUrl: './effects-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EffectsTable {
  readonly groups = input.required<readonly EffectGroup[]>();
  readonly hasDays = input.required<boolean>();
  readonly hasAverage = input.required<boolean>();
  /** The maximum runtime in words. */
  readonly runtime = input.required<string>();
  readonly choose = output<number>();
}
