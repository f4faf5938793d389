import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import {
  type ChatMessage,
  type ChatPlaceholder,
  isPlaceholder,
  type TemplateFormat,
} from '@prompt-registry/resolver';
import { MarkedText } from '../monaco/marked-text';
import { variableMarks } from './variable-marks';

/** A chat prompt as the conversation it begins. */
@Component({
  selector: 'pr-chat-messages',
  imports: [MarkedText],
  template: `
    <ol aria-label="Messages">
      @for (entry of entries(); track $index) {
        @if (entry.placeholder !== null) {
          <li class="placeholder">
            messages of <code class="prompt-variable">{{ entry.placeholder }}</code> go here
          </li>
        } @else {
          <li>
            <div class="role" [attr.data-role]="entry.role">
              {{ entry.role }}
              @if (entry.name) {
                <span class="meta">{{ entry.name }}</span>
              }
            </div>
            <pr-marked-text [text]="entry.text" [marks]="entry.marks" />
          </li>
        }
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
    }
    li {
      display: grid;
      grid-template-columns: 88px minmax(0, 1fr);
      gap: 16px;
      padding: 14px 16px;
      border-bottom: 1px solid var(--line);
    }
    .role {
      color: var(--text-2);
      font-weight: 600;
      font-size: 12px;
      line-height: 20px;
    }
    .role[data-role='user'] {
      color: var(--info);
    }
    .role[data-role='assistant'] {
      color: var(--good);
    }
    .placeholder {
      display: block;
      border-left: 3px dashed var(--line-strong);
      color: var(--text-2);
      font-size: 13px;
    }
    @media (max-width: 639px) {
      li {
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatMessages {
  readonly messages = input.required<readonly (ChatMessage | ChatPlaceholder)[]>();
  readonly format = input.required<TemplateFormat>();

  protected readonly entries = computed(() =>
    this.messages().map((entry) =>
      isPlaceholder(entry)
        ? { placeholder: entry.name, role: '', name: '', text: '', marks: [] }
        : {
            placeholder: null,
            role: entry.role,
            name: entry.name ?? '',
            text: entry.content,
            marks: variableMarks(entry.content, this.format()),
          },
    ),
  );
}
