import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** The part of a prompt that says where its labels point. */
export interface Labelled {
  readonly serves: string;
  readonly latestVersion: number;
  readonly servedVersion: number | null;
  readonly labels: readonly { readonly label: string; readonly version: number }[];
}

interface Chip {
  readonly label: string;
  readonly version: number;
  readonly served: boolean;
}

/** Where a prompt's labels point; what it serves comes first, with a filled dot and, for ears, the word. */
@Component({
  selector: 'pr-label-chips',
  template: `
    <ul class="chips">
      @for (chip of chips(); track chip.label) {
        <li
          class="chip"
          [class.served]="chip.served"
          [title]="chip.served ? 'This is what the prompt serves' : ''"
        >
          <span class="dot" aria-hidden="true"></span>{{ chip.label }}
          <span class="version number">v{{ chip.version }}</span>
          @if (chip.served) {
            <span class="visually-hidden">, served</span>
          }
        </li>
      }
      @if (labelled().servedVersion === null) {
        <li class="chip unserved">serves {{ labelled().serves }}, which points nowhere</li>
      }
    </ul>
  `,
  styleUrl: './label-chips.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LabelChips {
  readonly labelled = input.required<Labelled>();
  /** `served`: where the latest version is told beside it, `latest` is a chip only when it is what the prompt serves. */
  readonly latest = input<'always' | 'served'>('always');

  protected readonly chips = computed<readonly Chip[]>(() => {
    const { labels, latestVersion, serves } = this.labelled();
    const latest =
      this.latest() === 'always' || serves === 'latest' ? [{ label: 'latest', version: latestVersion }] : [];
    return [...labels, ...latest]
      .map(({ label, version }) => ({ label, version, served: label === serves }))
      .sort((a, b) => Number(b.served) - Number(a.served));
  });
}
