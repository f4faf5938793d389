import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatDialogRef, MatDialogState } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { PaletteActions } from './palette-actions';
import { find, type FoundItem, itemsOf, type PaletteItem, readyItems, recalled } from './palette-items';
import { RecentChoices } from './recent-choices';
import { Targets } from './targets';

/** How the key of the search of all words begins. */
const SEARCH = 'search:';

/** Choices under a heading. */
interface Section {
  readonly title: string;
  readonly items: readonly FoundItem[];
}

/** A title in parts, those that were asked for marked. */
interface Part {
  readonly text: string;
  readonly asked: boolean;
}

/** Goes to any prompt, version, experiment or page, and does what has no page, by typing a part of its name. */
@Component({
  selector: 'pr-palette',
  imports: [MatIcon],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Palette {
  private readonly router = inject(Router);
  private readonly opened = inject<MatDialogRef<Palette, void>>(MatDialogRef);
  private readonly actions = inject(PaletteActions);
  private readonly recent = inject(RecentChoices);
  protected readonly targets = inject(Targets);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');

  protected readonly query = signal('');
  private readonly doable = this.actions.items();
  private readonly items = computed(() => [...itemsOf(this.targets.current()), ...this.doable]);
  private readonly ready = computed(() => readyItems(this.items()));
  protected readonly sections = computed<readonly Section[]>(() => {
    const query = this.query().trim();
    return (query === '' ? this.offered() : this.found(query)).filter(({ items }) => items.length > 0);
  });
  protected readonly flat = computed(() => this.sections().flatMap(({ items }) => items));
  /** The choice that the person went to; none since the last letter. */
  protected readonly active = linkedSignal<string, string | null>({
    source: this.query,
    computation: () => null,
  });
  /** The choice that Enter takes: the best one, or the one that the person went to, wherever it is now. */
  protected readonly activeIndex = computed(() =>
    Math.max(
      0,
      this.flat().findIndex(({ key }) => key === this.active()),
    ),
  );

  constructor() {
    this.recent.refresh();
    this.targets.refresh();
    effect(() => {
      const index = this.activeIndex();
      this.flat();
      const options = untracked(this.list).nativeElement.querySelectorAll('[role=option]');
      // After the list is drawn.
      queueMicrotask(() => options[index]?.scrollIntoView({ block: 'nearest' }));
    });
  }

  protected onKey(event: KeyboardEvent): void {
    const last = this.flat().length - 1;
    const at = this.activeIndex();
    const next = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (next !== undefined) this.active.set(this.flat()[next]?.key ?? null);
    else if (event.key === 'Enter' && !event.isComposing) void this.enter();
    else return;
    event.preventDefault();
  }

  /** Takes the active choice. The search is what is left when nothing is called that, so it waits until that is known. */
  private async enter(): Promise<void> {
    if (this.active() === null && this.flat()[0]?.key.startsWith(SEARCH)) {
      await this.targets.settled();
      if (this.opened.getState() !== MatDialogState.OPEN) return;
    }
    await this.choose(this.flat()[this.activeIndex()]);
  }

  protected async choose(item: PaletteItem | undefined): Promise<void> {
    if (!item) return;
    this.opened.close();
    if (!item.key.startsWith(SEARCH)) this.recent.add(item.key);
    if (item.to)
      await this.router.navigate([...item.to.commands], { queryParams: item.to.queryParams ?? {} });
    else await this.actions.do(item.key);
  }

  /** The title of a choice with what was asked for set apart. */
  protected parts({ title, ranges }: FoundItem): readonly Part[] {
    const parts: Part[] = [];
    let at = 0;
    for (const [from, to] of ranges) {
      if (from > at) parts.push({ text: title.slice(at, from), asked: false });
      parts.push({ text: title.slice(from, to), asked: true });
      at = to;
    }
    return [...parts, { text: title.slice(at), asked: false }];
  }

  private offered(): readonly Section[] {
    const keys = this.recent.current();
    const recent = keys.flatMap((key) => recalled(key, this.items(), this.targets.current()) ?? []);
    const others = this.doable.filter(({ key }) => !keys.includes(key));
    return [
      { title: 'Recent', items: recent.map(plain) },
      { title: 'Actions and pages', items: others.map(plain) },
    ];
  }

  private found(query: string): readonly Section[] {
    const search: FoundItem = {
      key: SEARCH + query,
      icon: 'search',
      title: `Search the words of all prompts for “${query}”`,
      detail: '',
      to: { commands: ['/prompts'], queryParams: { q: query } },
      ranges: [],
    };
    return [
      { title: '', items: find(query, this.ready(), this.targets.current()) },
      { title: '', items: [search] },
    ];
  }
}

function plain(item: PaletteItem): FoundItem {
  return { ...item, ranges: [] };
}
