import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import type { LabelPlace } from './prompts-api';

/** As the API takes them. */
const LABEL = /^(?!latest$)(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,63}$/;

/** Which labels go along to the new version; protected ones are locked with the reason. */
@Component({
  selector: 'pr-review-labels',
  imports: [MatButton, MatCheckbox, MatIcon],
  template: `
    <fieldset>
      <legend>Move labels along</legend>
      @for (choice of choices(); track choice.label) {
        <div class="choice">
          <mat-checkbox
            [checked]="choice.chosen"
            [disabled]="choice.locked || choice.from === target()"
            (change)="toggle(choice.label, $event.checked)"
          >
            {{ choice.label }}
            <span class="meta number">{{ choice.from === null ? 'new' : choice.from }} → {{ target() }}</span>
          </mat-checkbox>
          @if (choice.locked) {
            <span class="meta locked"
              ><mat-icon svgIcon="lock" aria-hidden="true" />protected: only an admin moves it</span
            >
          }
        </div>
      }
      <div class="add">
        <input
          #name
          class="field"
          autocomplete="off"
          spellcheck="false"
          placeholder="another label"
          aria-label="Another label"
          [attr.aria-invalid]="wrong() || null"
          (input)="wrong.set(false)"
          (keydown.enter)="$event.preventDefault(); add(name)"
        />
        <button matButton type="button" (click)="add(name)">Add</button>
      </div>
      @if (wrong()) {
        <p class="bad">A label is 1 to 64 of a-z, 0-9, “.”, “_” and “-”, not only digits, not “latest”.</p>
      }
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
      font-size: 13px;
    }
    .choice {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      align-items: center;
    }
    .locked {
      display: inline-flex;
      gap: 4px;
      align-items: center;
    }
    .locked mat-icon {
      width: 14px;
      height: 14px;
    }
    .add {
      display: flex;
      gap: 8px;
      align-items: center;
      padding-top: 4px;
    }
    input {
      width: 180px;
    }
    .bad {
      color: var(--bad);
      font-size: 12px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReviewLabels {
  readonly places = input.required<readonly LabelPlace[]>();
  readonly protectedLabels = input.required<readonly string[]>();
  readonly isAdmin = input.required<boolean>();
  /** The version that they would point to. */
  readonly target = input.required<number>();
  readonly chosen = model.required<readonly string[]>();

  protected readonly wrong = signal(false);
  private readonly added = signal<readonly string[]>([]);
  protected readonly choices = computed(() =>
    [...new Set([...this.places().map(({ label }) => label), ...this.added()])].map((label) => ({
      label,
      from: this.places().find((place) => place.label === label)?.version ?? null,
      chosen: this.chosen().includes(label),
      locked: !this.isAdmin() && this.protectedLabels().includes(label),
    })),
  );

  protected toggle(label: string, isChosen: boolean): void {
    this.chosen.update((chosen) => [
      ...chosen.filter((other) => other !== label),
      ...(isChosen ? [label] : []),
    ]);
  }

  protected add(field: HTMLInputElement): void {
    const label = field.value.trim();
    if (label === '') return;
    this.wrong.set(!LABEL.test(label));
    if (this.wrong()) return;
    this.added.update((added) => [...added, label]);
    const locked = this.choices().find((choice) => choice.label === label)?.locked;
    if (!locked) this.toggle(label, true);
    field.value = '';
  }
}
