import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { TypedValues } from './preview-render';
import { VariableFormTraces } from './variable-form-traces';

/** A value for each variable and placeholder, to try a prompt with. Values stay in this page. */
@Component({
  selector: 'pr-variable-form',
  imports: [MatButton, VariableFormTraces],
  template: `
    @if (variables().length + placeholders().length === 0) {
      <p class="meta">These words ask for no values.</p>
    } @else {
      @for (name of variables(); track name) {
        <label>
          <span class="mono">{{ name }}</span>
          <textarea
            #value
            class="field"
            rows="1"
            spellcheck="false"
            [value]="valueOf(name)"
            (input)="set(name, value.value)"
          ></textarea>
        </label>
      }
      @for (name of placeholders(); track name) {
        <label>
          <span class="mono">{{ name }}</span><span class="meta"> messages, as JSON</span>
          <textarea
            #messages
            class="field mono"
            rows="2"
            spellcheck="false"
            placeholder='[{"role": "user", "content": "…"}]'
            [value]="valueOf(name)"
            (input)="set(name, messages.value)"
          ></textarea>
        </label>
      }
      <div class="acts">
        @if (prompt()) {
          <pr-variable-form-traces
            [prompt]="prompt()"
            [names]="variables()"
            [trace]="trace()"
            (filled)="fill($event)"
          />
        }
        @if (hasValues()) {
          <button matButton type="button" (click)="values.set({})">Clear values</button>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    label {
      display: block;
      font-size: 12px;
    }
    textarea {
      display: block;
      height: auto;
      max-height: 160px;
      min-height: 30px;
      margin-top: 2px;
      padding: 5px 8px;
      line-height: 18px;
      resize: vertical;
      field-sizing: content;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      align-items: flex-start;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VariableForm {
  readonly variables = input.required<readonly string[]>();
  readonly placeholders = input.required<readonly string[]>();
  /** Whose traces can fill the form; empty for a new prompt. */
  readonly prompt = input.required<string>();
  /** A recorded use that fills the form when it is opened. */
  readonly trace = input<string>();
  readonly values = model.required<TypedValues>();

  protected set(name: string, value: string): void {
    // An emptied field is a missing value, not an empty one: that is the mistake to see in the preview.
    const { [name]: _, ...others } = this.values();
    this.values.set(value === '' ? others : { ...others, [name]: value });
  }

  /** Own values only: a variable may be called constructor. */
  protected valueOf(name: string): string {
    const values = this.values();
    return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
  }

  protected fill(found: TypedValues): void {
    this.values.update((values) => ({ ...values, ...found }));
  }

  protected hasValues(): boolean {
    return Object.keys(this.values()).length > 0;
  }
}
