import { A11yModule } from '@angular/cdk/a11y';
import { CdkConnectedOverlay, CdkOverlayOrigin } from '@angular/cdk/overlay';
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { LABEL, LABEL_RULE, type LabelChoice, labelChoices } from './label-choices';
import type { Prompt, PromptPageOfList } from './prompts-api';

/** The labels of a version: which it has, which it may get, and which only others may move. */
@Component({
  selector: 'pr-label-popover',
  imports: [A11yModule, CdkConnectedOverlay, CdkOverlayOrigin, MatButton, MatIcon, RouterLink],
  templateUrl: './label-popover.html',
  styleUrl: './label-popover.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LabelPopover {
  readonly prompt = input.required<Prompt>();
  readonly version = input.required<number>();
  readonly isAdmin = input.required<boolean>();
  readonly protectedLabels = input.required<readonly string[]>();
  readonly chosen = output<LabelChoice>();

  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  private readonly opener = viewChild.required('opener', { read: ElementRef });
  protected readonly open = signal(false);
  protected readonly search = signal('');
  private readonly listed = httpResource<PromptPageOfList>(() =>
    this.open() ? { url: '/api/v1/prompts', params: { pageSize: 1 } } : undefined,
  );
  protected readonly choices = computed(() =>
    labelChoices(
      {
        version: this.version(),
        places: this.prompt().labels,
        serves: this.prompt().serves,
        known: (this.listed.hasValue() ? (this.listed.value().facets?.['label'] ?? []) : []).map(
          ({ value }) => value,
        ),
        protectedLabels: this.protectedLabels(),
        isAdmin: this.isAdmin(),
      },
      this.search(),
    ),
  );
  /** Why nothing is offered for what is typed. */
  protected readonly rule = computed(() => {
    const wanted = this.search().trim().toLowerCase();
    return wanted !== '' && !LABEL.test(wanted) ? LABEL_RULE : null;
  });

  protected toggle(): void {
    this.search.set('');
    this.open.update((open) => !open);
  }

  protected close(): void {
    this.open.set(false);
    (this.opener().nativeElement as HTMLElement).focus();
  }

  protected choose(choice: LabelChoice): void {
    if (choice.locked !== null) return;
    this.close();
    this.chosen.emit(choice);
  }

  /** Arrows walk from the search through the labels; Enter in the search takes the only one, or the one that is exactly it. */
  protected onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      return this.close();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const buttons = [...(this.list()?.nativeElement.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    event.preventDefault();
    buttons[Math.min(Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)), buttons.length - 1)]?.focus();
  }

  protected onEnter(event: Event): void {
    event.preventDefault();
    const wanted = this.search().trim().toLowerCase();
    const choices = this.choices();
    const choice =
      choices.find(({ label }) => label === wanted) ?? (choices.length === 1 ? choices[0] : undefined);
    if (wanted !== '' && choice) this.choose(choice);
  }
}
