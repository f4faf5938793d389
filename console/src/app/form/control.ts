import { Directive, inject } from '@angular/core';
import { Field } from './field';

/** An input, select or text area inside a field: has its label, its hint and its error, for eyes and ears. */
@Directive({
  selector: 'input[prControl], select[prControl], textarea[prControl]',
  host: {
    class: 'field',
    '[id]': 'field.id',
    '(input)': 'field.change()',
    '[attr.name]': 'field.name()',
    '[attr.aria-describedby]': 'field.describedBy()',
    '[attr.aria-invalid]': 'field.error() ? true : null',
    '[style.border-color]': "field.error() ? 'var(--bad)' : null",
  },
})
export class Control {
  protected readonly field = inject(Field);
}
