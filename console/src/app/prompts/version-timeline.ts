import { ChangeDetectionStrategy, Component, computed, effect, ElementRef, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Moment } from '../time/moment';
import { Author } from './author';
import type { LabelPlace, VersionEntry } from './prompts-api';

/** The versions of a prompt, newest first; each is a link that shows its words. */
@Component({
  selector: 'pr-version-timeline',
  imports: [Author, MatButton, MatIcon, Moment, RouterLink],
  templateUrl: './version-timeline.html',
  styleUrl: './version-timeline.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VersionTimeline {
  readonly entries = input.required<readonly VersionEntry[]>();
  readonly selected = input.required<number | null>();
  readonly labels = input.required<readonly LabelPlace[]>();
  /** `latest` or a label. */
  readonly serves = input.required<string>();
  readonly latest = input.required<number>();
  readonly busy = input.required<boolean>();
  readonly hasOlder = input.required<boolean>();
  readonly older = output();
  readonly picked = output();

  /** The labels come from the prompt, so that every part of the page says the same. */
  protected readonly items = computed(() => {
    const places = [...this.labels(), { label: 'latest', version: this.latest() }];
    return this.entries().map((entry) => {
      const labels = places.filter(({ version }) => version === entry.version).map(({ label }) => label);
      return { ...entry, labels, served: labels.includes(this.serves()) };
    });
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => {
      if (this.items().length === 0 || this.selected() === null) return;
      // After the list is drawn; a version from the URL may be far down.
      queueMicrotask(() => host.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
    });
  }
}
