import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, effect, input, untracked } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { formatCount, formatSetShare } from '../numbers/format';
import { Variant } from '../variants/variant';
import type { Experiment, ExperimentVariant } from './experiments-api';

/** Where a variant is in MLflow. */
interface VariantInMlflow {
  readonly variant: string;
  readonly state: 'off' | 'none' | 'waiting' | 'failed' | 'delivered';
  readonly runs: number;
  readonly runUrl: string | null;
  readonly runsUrl: string | null;
  readonly tracesUrl: string | null;
}

/** Each variant: its version, its share, its traces here, and its traces and runs in MLflow. */
@Component({
  selector: 'pr-variant-links',
  imports: [MatIcon, RouterLink, Variant],
  template: `
    <ul>
      @for (variant of experiment().variants; track variant.name) {
        <li>
          <a
            class="name"
            [routerLink]="['/prompts', experiment().promptName]"
            [queryParams]="{ version: variant.version }"
            ><pr-variant [index]="$index" [name]="variant.name" [version]="variant.version"
          /></a>
          <span class="meta number">{{ share(variant) }}{{ $first ? ' · control' : '' }}</span>
          <span class="links">
            @if (experiment().startAt) {
              <a
                routerLink="/traces"
                [queryParams]="{ experiment: experiment().id, variant: variant.name }"
                [attr.aria-label]="'Traces of ' + variant.name"
                >traces</a
              >
            }
            @let found = links().get(variant.name);
            @switch (found?.state) {
              @case ('delivered') {
                @if (found?.tracesUrl; as url) {
                  <a [href]="url" target="_blank" rel="noopener"
                    >MLflow traces<mat-icon svgIcon="external" aria-hidden="true" /><span
                      class="visually-hidden"
                    >
                      of {{ variant.name }} (opens a new tab)</span
                    ></a
                  >
                }
                @let several = (found?.runs ?? 0) > 1;
                @if (several ? found?.runsUrl : found?.runUrl; as url) {
                  <a [href]="url" target="_blank" rel="noopener"
                    >{{ several ? count(found?.runs ?? 0) + ' runs' : 'run'
                    }}<mat-icon svgIcon="external" aria-hidden="true" /><span class="visually-hidden">
                      of {{ variant.name }} in MLflow (opens a new tab)</span
                    ></a
                  >
                }
              }
              @case ('waiting') {
                <span class="meta">on its way to MLflow</span>
              }
              @case ('failed') {
                <a routerLink="/settings/health"
                  >MLflow did not take it<span class="visually-hidden"
                    >: traces of {{ variant.name }}</span
                  ></a
                >
              }
            }
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      align-items: center;
      min-height: 34px;
      padding: 4px 0;
      border-bottom: 1px solid var(--line);
      font-size: 13px;
    }
    li:last-child {
      border-bottom: 0;
    }
    .name {
      color: var(--text);
      min-width: 0;
    }
    .links {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 14px;
      margin-left: auto;
    }
    .links a {
      display: inline-flex;
      gap: 3px;
      align-items: center;
    }
    mat-icon.mat-icon {
      width: 13px;
      height: 13px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VariantLinks {
  readonly experiment = input.required<Experiment>();
  /** A link is a convenience: without the answer the page is whole, and what failed is told by its other reads. */
  private readonly told = httpResource<{ readonly items: readonly VariantInMlflow[] }>(() => {
    const { id, startAt } = this.experiment();
    return startAt === null ? undefined : `/api/v1/experiments/${id}/mlflow`;
  });
  protected readonly links = computed(
    () => new Map((this.told.hasValue() ? this.told.value().items : []).map((item) => [item.variant, item])),
  );
  protected readonly count = formatCount;

  constructor() {
    effect(() => {
      this.experiment(); // looked at again: what was not there may be now
      const links = [...untracked(this.links).values()];
      if (links.some(({ state }) => state === 'waiting' || state === 'none'))
        untracked(() => this.told.reload());
    });
  }

  protected share({ share }: ExperimentVariant): string {
    return formatSetShare(share);
  }
}
