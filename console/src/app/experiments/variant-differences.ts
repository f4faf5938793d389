import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { DiffView } from '../monaco/diff-view';
import { JSON_LANGUAGE } from '../monaco/prompt-language';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { variantLook } from '../variants/variant-colours';
import type { Experiment } from './experiments-api';

/** The words of a version, as far as they are compared here. */
interface VersionWords {
  readonly type: 'text' | 'chat';
  readonly content: string | readonly object[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** What the words of a variant change against the control's. */
@Component({
  selector: 'pr-variant-differences',
  imports: [DiffView, ProblemBanner],
  template: `
    @if (experiment().variants.length > 2) {
      <label>
        Control against
        <select #choice class="field" (change)="asked.set(choice.selectedIndex + 1)">
          @for (variant of experiment().variants.slice(1); track variant.name; let at = $index) {
            <option [selected]="at + 1 === chosen()">
              {{ letterOf(at + 1) }} {{ variant.name }} v{{ variant.version }}
            </option>
          }
        </select>
      </label>
    }
    @if (problem(); as problem) {
      <pr-problem-banner [problem]="problem" (retry)="reload()" />
    } @else if (texts(); as texts) {
      @if (texts[0] === texts[1]) {
        <p class="meta">The words are the same.</p>
      } @else {
        <pr-diff-view
          [original]="texts[0]"
          [modified]="texts[1]"
          [label]="'Words of the control and of ' + variant()?.name"
          [highest]="420"
        />
      }
      @if (configs(); as configs) {
        <h3>Config</h3>
        <pr-diff-view
          [original]="configs[0]"
          [modified]="configs[1]"
          [language]="json"
          [label]="'Config of the control and of ' + variant()?.name"
        />
      }
    } @else {
      <div class="skeleton waiting" role="status" aria-label="Loading the words"></div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    label {
      display: flex;
      gap: 8px;
      align-items: center;
      color: var(--text-2);
      font-size: 12px;
    }
    select {
      width: auto;
    }
    h3 {
      margin: 4px 0 0;
      font-weight: 600;
      font-size: 13px;
    }
    .waiting {
      height: 96px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VariantDifferences {
  readonly experiment = input.required<Experiment>();
  protected readonly json = JSON_LANGUAGE;
  /** The variant that is compared until a person chooses another. */
  readonly leading = input<string>();
  protected readonly asked = signal<number | null>(null);
  protected readonly chosen = computed(
    () =>
      this.asked() ??
      Math.max(
        1,
        this.experiment().variants.findIndex(({ name }) => name === this.leading()),
      ),
  );
  protected readonly variant = computed(() => this.experiment().variants[this.chosen()]);
  private readonly control = httpResource<VersionWords>(() =>
    this.address(this.experiment().variants[0]?.version),
  );
  private readonly compared = httpResource<VersionWords>(() => this.address(this.variant()?.version));
  private readonly controlProblem = problemOf(this.control);
  private readonly comparedProblem = problemOf(this.compared);
  protected readonly problem = computed(() => this.controlProblem() ?? this.comparedProblem());

  private readonly both = computed(() =>
    this.control.hasValue() && this.compared.hasValue()
      ? ([this.control.value(), this.compared.value()] as const)
      : null,
  );
  protected readonly texts = computed(() => {
    const both = this.both();
    return both && ([textOf(both[0]), textOf(both[1])] as const);
  });
  protected readonly configs = computed(() => {
    const both = this.both();
    if (!both) return null;
    const [before, after] = both.map(({ config }) => JSON.stringify(config, null, 2));
    return before === after ? null : ([before ?? '', after ?? ''] as const);
  });

  protected letterOf(index: number): string {
    return variantLook(index).letter;
  }

  protected reload(): void {
    this.control.reload();
    this.compared.reload();
  }

  private address(version: number | undefined): string | undefined {
    if (version === undefined) return undefined;
    return `/api/v1/prompts/${encodeURIComponent(this.experiment().promptName)}/versions/${version}`;
  }
}

function textOf({ content }: VersionWords): string {
  return typeof content === 'string' ? content : JSON.stringify(content, null, 2);
}
