import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { DURATION_UNITS, type DurationInput, type DurationUnit } from './duration-input';

/** An amount of time and its unit, with one label. */
@Component({
  selector: 'pr-duration-field',
  imports: [Control, Field],
  template: `
    <pr-field [name]="name()" [label]="label()" [hint]="hint()">
      <span class="pair">
        <input
          #amount
          prControl
          inputmode="decimal"
          class="number"
          [value]="value().amount"
          (input)="changed.emit({ amount: amount.value, unit: value().unit })"
        />
        <select
          #unit
          class="field"
          [attr.aria-label]="label() + ', unit'"
          (change)="changed.emit({ amount: value().amount, unit: unitOf(unit.value) })"
        >
          @for (known of units; track known) {
            <option [value]="known" [selected]="known === value().unit">{{ known }}</option>
          }
        </select>
      </span>
    </pr-field>
  `,
  styles: `
    .pair {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
      gap: 6px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DurationField {
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly value = input.required<DurationInput>();
  readonly changed = output<DurationInput>();

  protected readonly units = Object.keys(DURATION_UNITS);

  protected unitOf(text: string): DurationUnit {
    return text in DURATION_UNITS ? (text as DurationUnit) : 'days';
  }
}
