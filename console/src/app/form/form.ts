import { afterRenderEffect, Directive, ElementRef, inject, input } from '@angular/core';
import type { Submission } from './submission';

/** A form that shows refusals at its fields and, when there is one, puts the cursor into the first of them. */
@Directive({
  selector: 'form[prForm]',
  host: { novalidate: '', autocomplete: 'off', '[attr.aria-busy]': 'submission().busy() || null' },
})
export class Form {
  readonly submission = input.required<Submission>({ alias: 'prForm' });

  constructor() {
    const form = inject<ElementRef<HTMLFormElement>>(ElementRef).nativeElement;
    afterRenderEffect(() => {
      if (this.submission().refused() > 0) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    });
  }
}
