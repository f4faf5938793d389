import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { CopyButton } from '../copy/copy-button';
import { curlSnippet } from './curl-snippet';

/** How to get these words from a program. */
@Component({
  selector: 'pr-use-panel',
  imports: [CopyButton],
  template: `
    @for (snippet of snippets(); track snippet.title) {
      <h2>{{ snippet.title }}</h2>
      <p>{{ snippet.explanation }}</p>
      <div class="block">
        <pr-copy-button [text]="snippet.command" [label]="'Copy: ' + snippet.title" />
        <pre tabindex="0" role="region" [attr.aria-label]="snippet.title">{{ snippet.command }}</pre>
      </div>
    }
    <p class="meta">
      The key needs the scope <code>resolve</code>; an admin makes it with <code>POST /api/v1/api-keys</code>. Other
      languages: generate a client from <a href="/api/docs" target="_blank" rel="noopener">the API’s description</a>.
    </p>
  `,
  styles: `
    p {
      color: var(--text-2);
    }
    .block {
      position: relative;
      margin: 8px 0 20px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--side);
    }
    pre {
      overflow: auto;
      margin: 0;
      padding: 12px 48px 12px 14px;
      line-height: 20px;
    }
    pr-copy-button {
      position: absolute;
      top: 4px;
      right: 4px;
    }
    .meta {
      color: var(--text-3);
    }
    @media (max-width: 639px) {
      pre {
        padding-top: 44px;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsePanel {
  readonly name = input.required<string>();
  readonly version = input.required<number>();
  readonly variables = input.required<readonly string[]>();
  readonly placeholders = input.required<readonly string[]>();

  protected readonly snippets = computed(() => {
    const request = {
      origin: location.origin,
      name: this.name(),
      variables: this.variables(),
      placeholders: this.placeholders(),
    };
    return [
      {
        title: 'What the prompt serves',
        explanation: 'The same conversation always gets the same words, also while an experiment runs.',
        command: curlSnippet(request),
      },
      {
        title: `Exactly version ${this.version()}`,
        explanation: 'Never changes, and takes part in no experiment.',
        command: curlSnippet({ ...request, version: this.version() }),
      },
    ];
  });
}
