import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { isPlaceholder } from '@prompt-registry/resolver';
import { CopyButton } from '../copy/copy-button';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { curlSnippet } from './curl-snippet';
import { type Prompt, promptUrl, type Version } from './prompts-api';
import { pythonSnippet, typescriptSnippet } from './use-snippets';

/** How to get these words from a program. */
@Component({
  selector: 'pr-use-panel',
  imports: [CopyButton, ProblemBanner, RouterLink],
  templateUrl: './use-panel.html',
  styleUrl: './use-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsePanel {
  readonly prompt = input.required<Prompt>();
  /** The version that the page shows. */
  readonly selected = input.required<number>();
  /** From the URL: `version` for exactly that one, anything else for what the prompt serves. */
  readonly call = input.required<string>();

  protected readonly pinned = computed(() => this.call() === 'version');
  /** Whose variables the call passes: those of the words that it gets. */
  private readonly version = computed(() =>
    this.pinned() ? this.selected() : (this.prompt().servedVersion ?? this.selected()),
  );
  private readonly found = httpResource<Version>(
    () => `${promptUrl(this.prompt().name)}/versions/${this.version()}`,
  );
  protected readonly problem = problemOf(this.found);
  protected readonly calls = computed(() => [
    {
      word: `What the prompt serves (${this.prompt().serves})`,
      params: { call: null },
      chosen: !this.pinned(),
    },
    {
      word: `Exactly version ${this.selected()}`,
      params: { call: 'version', version: this.selected() },
      chosen: this.pinned(),
    },
  ]);
  protected readonly snippets = computed(() => {
    if (!this.found.hasValue()) return null;
    const { version, content, type, variables } = this.found.value();
    const request = {
      origin: location.origin,
      name: this.prompt().name,
      variables,
      placeholders: typeof content === 'string' ? [] : content.filter(isPlaceholder).map(({ name }) => name),
      ...(this.pinned() ? { version } : {}),
    };
    return [
      {
        title: 'TypeScript',
        explanation:
          'With the SDK in an agent: words from memory, without a request, also while the registry is down. Its uses are counted by themselves. The package comes from the registry’s repository: npx nx build client there, then npm install of its dist/client.',
        code: typescriptSnippet(request, type),
      },
      {
        title: 'Python',
        explanation: 'Over HTTP with the standard library; for anything that can send a request.',
        code: pythonSnippet(request),
      },
      { title: 'curl', explanation: 'To try it in a terminal.', code: curlSnippet(request) },
    ];
  });

  constructor() {
    reloadOnRecovery(this.found);
  }

  protected reload(): void {
    this.found.reload();
  }
}
