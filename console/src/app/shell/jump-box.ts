import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import {
  MatAutocomplete,
  type MatAutocompleteSelectedEvent,
  MatAutocompleteTrigger,
  MatOption,
} from '@angular/material/autocomplete';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { isPlainKey } from '../keyboard/is-plain-key';

const TYPING_PAUSE_MS = 150;
const MOST_SUGGESTIONS = 8;

interface Suggestion {
  readonly name: string;
  readonly description: string;
}

/** Finds a prompt from anywhere: type, choose, be there. Enter without a choice shows all matches. */
@Component({
  selector: 'pr-jump-box',
  imports: [MatAutocomplete, MatAutocompleteTrigger, MatIcon, MatOption],
  templateUrl: './jump-box.html',
  styleUrl: './jump-box.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:keydown)': 'onKey($event)' },
})
export class JumpBox {
  private readonly router = inject(Router);
  private readonly input = viewChild.required<ElementRef<HTMLInputElement>>('input');
  private readonly trigger = viewChild.required(MatAutocompleteTrigger);
  private readonly query = signal('');
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly found = httpResource<{ readonly items: readonly Suggestion[] }>(() =>
    this.query() === ''
      ? undefined
      : { url: '/api/v1/prompts', params: { q: this.query(), pageSize: MOST_SUGGESTIONS } },
  );
  // A failure is told by the page or the connection banner; here there is simply nothing to choose from.
  protected readonly suggestions = computed(() => (this.found.hasValue() ? this.found.value().items : []));

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected onInput(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.query.set(text.trim()), TYPING_PAUSE_MS);
  }

  protected jump(event: MatAutocompleteSelectedEvent): void {
    const name: unknown = event.option.value;
    this.reset();
    if (typeof name === 'string') void this.router.navigate(['/prompts', name]);
  }

  protected showAll(): void {
    const q = this.input().nativeElement.value.trim();
    if (this.trigger().activeOption || q === '') return;
    this.reset();
    void this.router.navigate(['/prompts'], { queryParams: { q } });
  }

  /** Ctrl K and `/`, where the page has no use of its own for it. */
  protected onKey(event: KeyboardEvent): void {
    const isCommandK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isCommandK && !(event.key === '/' && isPlainKey(event))) return;
    event.preventDefault();
    this.input().nativeElement.select();
    this.input().nativeElement.focus();
  }

  private reset(): void {
    clearTimeout(this.timer);
    this.query.set('');
    this.trigger().closePanel();
    const input = this.input().nativeElement;
    input.value = '';
    input.blur();
  }
}
