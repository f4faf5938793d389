import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { isPlainKey } from '../keyboard/is-plain-key';

const TYPING_PAUSE_MS = 200;

/** A search field that reports after a pause in typing; `/` goes to it, Escape empties it. */
@Component({
  selector: 'pr-filter-field',
  imports: [MatIcon],
  template: `
    <mat-icon svgIcon="search" aria-hidden="true" />
    <input
      #field
      class="field"
      type="search"
      name="q"
      autocomplete="off"
      spellcheck="false"
      maxlength="500"
      placeholder="Filter by name, description or words"
      aria-label="Filter prompts"
      [value]="text()"
      (input)="type(field.value)"
      (change)="leave()"
      (keydown.enter)="report()"
      (keydown.escape)="clear()"
    />
    <kbd aria-hidden="true">/</kbd>
  `,
  styleUrl: './filter-field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'onKey($event)' },
})
export class FilterField {
  readonly value = input.required<string>();
  readonly changed = output<string>();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private timer: ReturnType<typeof setTimeout> | undefined;
  // Follows the URL, except while something typed has not been reported yet.
  protected readonly text = linkedSignal<string, string>({
    source: this.value,
    computation: (value, previous) => (this.timer === undefined ? value : (previous?.value ?? value)),
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(text: string): void {
    this.text.set(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.report(), TYPING_PAUSE_MS);
  }

  /** Who goes on to something else has finished typing: reported any later, the search would lead back from there. */
  protected leave(): void {
    if (this.timer !== undefined) this.report();
  }

  protected report(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text().trim() !== this.value()) this.changed.emit(this.text().trim());
  }

  protected clear(): void {
    this.text.set('');
    this.report();
    this.field().nativeElement.blur();
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key !== '/' || !isPlainKey(event)) return;
    event.preventDefault();
    this.field().nativeElement.select();
    this.field().nativeElement.focus();
  }
}
