import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { VersionContent } from '@prompt-registry/resolver';
import { MarkedText } from '../monaco/marked-text';
import { previewOf, type TypedValues } from './preview-render';

/** The words as an agent would get them, with the values put in. */
@Component({
  selector: 'pr-preview-panel',
  imports: [MarkedText],
  template: `
    @if (preview(); as preview) {
      @if (preview.ok) {
        @if (preview.missing.length > 0) {
          <p class="missing">
            Without a value: <code>{{ preview.missing.join(', ') }}</code>. An agent that leaves one out is
            refused.
          </p>
        }
        @for (message of preview.messages; track $index) {
          @if (message.role !== null) {
            <h3>{{ message.role }}</h3>
          }
          <pr-marked-text [text]="message.text" [marks]="message.marks" />
        }
      } @else if (preview.problems.length > 0) {
        @for (problem of preview.problems; track $index) {
          <p class="bad">
            <code>{{ problem.name }}</code> {{ problem.message }}
          </p>
        }
      } @else {
        <p class="meta">The preview comes back when the words can be read: see the problems.</p>
      }
    }
  `,
  styles: `
    :host {
      display: block;
      --preview: 12px;
    }
    p {
      margin-bottom: 8px;
      font-size: 12px;
    }
    h3 {
      margin: 10px 0 2px;
      color: var(--text-2);
      font-weight: 600;
      font-size: 12px;
      line-height: 16px;
    }
    .missing {
      color: var(--wait);
    }
    .bad {
      color: var(--bad);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PreviewPanel {
  readonly content = input.required<VersionContent>();
  readonly values = input.required<TypedValues>();
  protected readonly preview = computed(() => previewOf(this.content(), this.values()));
}
