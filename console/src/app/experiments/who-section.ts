import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { formatCount, formatSetShare } from '../numbers/format';
import { significant } from '../numbers/digits';
import { Theme } from '../theme/theme';
import { Variant } from '../variants/variant';
import { variantLook } from '../variants/variant-colours';
import { readNumber, writeNumber } from '../numbers/typed-number';
import type { ExperimentForm } from './experiment-form';
import { dividedEvenly, sharesOf, sumOfShares } from './form-variants';
import { Planning } from './planning';
import { perDay, whoIsIn } from './who-is-in';

const EXAMPLES = ['conversation-1', 'conversation-2', 'conversation-3', 'conversation-4', 'conversation-5'];

/** Who takes part: how many conversations, how they are divided, and beside which other experiments. */
@Component({
  selector: 'pr-who-section',
  imports: [Control, Field, MatButton, MatIcon, Variant],
  templateUrl: './who-section.html',
  styleUrls: ['./plan-section.css', './who-section.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhoSection {
  protected readonly planning = inject(Planning);
  private readonly theme = inject(Theme);
  protected readonly form = this.planning.form;
  protected readonly letterOf = (index: number) => variantLook(index).letter;

  /** What is wrong with the variants together. */
  protected readonly refusal = computed(() => this.planning.submission.errorOf('variants'));
  protected readonly layerOpen = computed(
    () => this.form().layerMode !== '' || this.planning.isRefused(['layer.name', 'layer.share']),
  );
  protected readonly sum = computed(() => sumOfShares(this.form().variants));
  protected readonly sumWords = computed(() => {
    const sum = this.sum();
    return sum === null ? 'not all are numbers' : `sum ${writeNumber(sum)} %`;
  });
  private readonly shares = computed(() => sharesOf(this.form().variants));
  private readonly traffic = computed(() => {
    const percent = readNumber(this.form().traffic);
    return percent !== null && percent > 0 && percent <= 100 ? percent / 100 : null;
  });
  /** What can be divided; null while shares or traffic make no sense. */
  private readonly division = computed(() => {
    const [shares, traffic] = [this.shares(), this.traffic()];
    return shares && traffic !== null && this.sum() === 100 ? { shares, traffic } : null;
  });
  protected readonly slices = computed(() => {
    const division = this.division();
    return division?.shares.map((share, index) => {
      const { light, dark, letter } = variantLook(index);
      return {
        index,
        letter,
        colour: this.theme.isDark() ? dark : light,
        percent: share * 100,
        included: division.traffic * 100,
      };
    });
  });
  protected readonly barWords = computed(() => {
    const division = this.division();
    if (!division) return '';
    const parts = division.shares.map(
      (share, i) => `${this.letterOf(i)} ${formatSetShare(share * division.traffic)}`,
    );
    const out = division.traffic < 1 ? `, not in the experiment ${formatSetShare(1 - division.traffic)}` : '';
    return `Of all conversations: ${parts.join(', ')}${out}`;
  });
  protected readonly daily = computed(() => {
    const [division, answer] = [this.division(), this.planning.lastPreview().answer];
    if (!division || !answer) return null;
    const each = perDay(answer.conversationsPerDay, division.shares, division.traffic);
    return {
      all: numberWords(answer.conversationsPerDay),
      each: each.map((count, index) => ({ index, count: numberWords(count) })),
      none: answer.conversationsPerDay === 0,
    };
  });

  protected readonly lines = signal(EXAMPLES.join('\n'));
  protected readonly placed = computed(() => {
    const division = this.division();
    return division ? whoIsIn(this.lines(), division.shares, division.traffic) : [];
  });
  protected readonly counted = computed(() => {
    const included = this.placed().filter(({ variant }) => variant >= 0).length;
    return `${formatCount(included)} of ${formatCount(this.placed().length)} are in`;
  });

  constructor() {
    this.planning.submission.register('variants');
  }

  protected divideEvenly(): void {
    this.planning.tell({ variants: dividedEvenly(this.form().variants) });
  }

  protected chooseLayer(mode: string): void {
    const known: readonly ExperimentForm['layerMode'][] = ['', 'exclusive', 'shared'];
    this.planning.tell({ layerMode: known.find((of) => of === mode) ?? '' });
  }
}

function numberWords(count: number): string {
  return count >= 100 ? formatCount(Math.round(count)) : significant(count);
}
