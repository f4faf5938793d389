import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  type OnInit,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { Form } from './form';

let count = 0;

/** A labelled control with its hint and what is wrong with it; the control inside is marked with `prControl`. */
@Component({
  selector: 'pr-field',
  imports: [MatIcon],
  template: `
    <label [attr.for]="id" [class.visually-hidden]="quiet()">
      {{ label() }}
      @if (optional()) {
        <span class="meta">optional</span>
      }
    </label>
    <ng-content />
    @if (hint()) {
      <p class="meta" [id]="id + '-hint'">{{ hint() }}</p>
    }
    @if (error(); as error) {
      <p class="error" [id]="id + '-error'"><mat-icon svgIcon="warning" aria-hidden="true" />{{ error }}</p>
    }
  `,
  styleUrl: './field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Field implements OnInit {
  /** As the API calls it. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly optional = input(false);
  /** The label is for screen readers only, where a heading above says the same. */
  readonly quiet = input(false);

  readonly id = `field-${++count}`;
  private readonly form = inject(Form);
  readonly error = computed(() => {
    const message = this.form.submission().errorOf(this.name());
    return message && `${this.label()} ${message}.`.replace(/([.!?])\.$/, '$1');
  });
  readonly describedBy = computed(
    () =>
      [this.hint() ? `${this.id}-hint` : '', this.error() ? `${this.id}-error` : ''].join(' ').trim() || null,
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => this.form.submission().unregister(this.name()));
  }

  /** The person changed the value. */
  change(): void {
    this.form.submission().change(this.name());
  }

  ngOnInit(): void {
    this.form.submission().register(this.name(), this.label);
  }
}
