import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, input, resource } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { formatSetShare } from '../numbers/format';
import { Variant } from '../variants/variant';
import type { Experiment, ExperimentVariant } from './experiments-api';

interface Links {
  /** Undefined while it is not known, null where there is none. */
  readonly runUrl: string | null;
  readonly traceUrl: string | null;
}

/** Each variant: its version, its share, its traces here and its newest run and trace in MLflow. */
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
            @let found = links.hasValue() ? links.value()[$index] : undefined;
            @if (found?.runUrl; as url) {
              <a [href]="url" target="_blank" rel="noopener"
                >MLflow run<mat-icon svgIcon="external" aria-hidden="true" /><span class="visually-hidden">
                  of {{ variant.name }} (opens a new tab)</span
                ></a
              >
            }
            @if (found?.traceUrl; as url) {
              <a [href]="url" target="_blank" rel="noopener"
                >newest trace<mat-icon svgIcon="external" aria-hidden="true" /><span class="visually-hidden">
                  of {{ variant.name }} in MLflow (opens a new tab)</span
                ></a
              >
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
  private readonly http = inject(HttpClient);
  /** Only what MLflow has been told of can be opened there: the newest trace of each variant says. */
  protected readonly links = resource({
    // By what they depend on, so that looking at the experiment again does not ask again.
    params: () => {
      const { id, startAt, variants } = this.experiment();
      return startAt === null ? undefined : JSON.stringify([id, variants.map(({ name }) => name)]);
    },
    loader: async ({ params }) => {
      const [id, names] = JSON.parse(params) as [string, string[]];
      return Promise.all(names.map((name) => this.linksOf(id, name)));
    },
  });

  protected share({ share }: ExperimentVariant): string {
    return formatSetShare(share);
  }

  private async linksOf(experimentId: string, variant: string): Promise<Links> {
    const none = { runUrl: null, traceUrl: null };
    try {
      const { items } = await firstValueFrom(
        this.http.get<{ readonly items: ReadonlyArray<{ readonly id: string }> }>('/api/v1/traces', {
          params: { experimentId, variant, limit: 1 },
        }),
      );
      const [newest] = items;
      if (!newest) return none;
      const { mlflow } = await firstValueFrom(
        this.http.get<{ readonly mlflow: Links }>(`/api/v1/traces/${newest.id}`),
      );
      return mlflow;
    } catch {
      // A link is a convenience: without the answer the page is whole, and what failed is told by its other reads.
      return none;
    }
  }
}
