import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { Moment } from '../time/moment';
import { Variant } from '../variants/variant';
import { Author } from './author';
import { compareParams, pickedSides, type Sides, timelineParams } from './diff-sides';
import { searchedItems, type TimelineItem } from './version-timeline-items';

/** The versions of a prompt, newest first; each is a link that shows its words, and can be picked to compare with. */
@Component({
  selector: 'pr-version-timeline',
  imports: [Author, MatIcon, Moment, RouterLink, Variant],
  templateUrl: './version-timeline.html',
  styleUrl: './version-timeline.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown)': 'onKey($event)' },
})
export class VersionTimeline {
  readonly items = input.required<readonly TimelineItem[]>();
  readonly selected = input.required<number | null>();
  /** While two versions are compared. */
  readonly sides = input.required<Sides | null>();
  readonly busy = input.required<boolean>();
  /** Versions may be rolled back to and labelled. */
  readonly mayWrite = input.required<boolean>();
  readonly picked = output();
  readonly rollback = output<number>();

  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly searchField = viewChild<ElementRef<HTMLInputElement>>('search');
  protected readonly search = signal('');
  /** The one under the pointer, which then shows what can be done with it. */
  protected readonly pointed = signal<number | null>(null);
  protected readonly shown = computed(() => searchedItems(this.items(), this.search()));
  /** The list is one stop for the keyboard; arrows move within it. */
  protected readonly stop = computed(() => {
    const selected = this.selected();
    const shown = this.shown();
    return shown.some(({ version }) => version === selected) ? selected : (shown[0]?.version ?? null);
  });
  protected readonly newest = computed(() => this.items()[0]?.version ?? null);

  constructor() {
    let isFirst = true;
    effect(() => {
      if (this.shown().length === 0 || this.selected() === null) return;
      // After the list is drawn; a version from the URL may be far down.
      setTimeout(() => {
        const current = this.host.querySelector('[aria-current]');
        current?.scrollIntoView({ block: isFirst ? 'center' : 'nearest' });
        if (current) isFirst = false;
      });
    });
  }

  protected linkTo(version: number) {
    return timelineParams(version, this.sides());
  }

  protected compareWith(version: number) {
    const selected = this.selected() ?? version;
    return compareParams(pickedSides(version, selected));
  }

  protected sideOf(version: number): string {
    const sides = this.sides();
    if (!sides || (sides.left !== version && sides.right !== version)) return '';
    return sides.left === version ? 'before' : 'after';
  }

  protected onKey(event: KeyboardEvent): void {
    if (!(event.target instanceof Element) || !event.target.closest('ol')) return;
    const shown = this.shown();
    const at = shown.findIndex(({ version }) => version === this.stop());
    const target = {
      ArrowDown: shown[at + 1],
      ArrowUp: shown[at - 1],
      Home: shown[0],
      End: shown.at(-1),
    }[event.key];
    if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void this.go(target.version);
  }

  /** From the search down into the list; Escape empties it. */
  protected onSearchKey(event: KeyboardEvent): void {
    const [first] = this.shown();
    if (event.key === 'Escape' && this.search() !== '') {
      event.preventDefault();
      this.clear();
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && first) {
      event.preventDefault();
      void this.go(this.stop() ?? first.version);
    }
  }

  protected clear(): void {
    this.search.set('');
    const field = this.searchField()?.nativeElement;
    if (field) field.value = '';
  }

  private async go(version: number): Promise<void> {
    await this.router.navigate([], {
      queryParams: this.linkTo(version),
      queryParamsHandling: 'merge',
      replaceUrl: true, // one step back leaves the prompt, however many versions were looked at by key
    });
    // The list shows where it is now only with the next picture.
    afterNextRender(() => this.host.querySelector<HTMLElement>('[aria-current]')?.focus(), {
      injector: this.injector,
    });
  }
}
