import { computed, signal } from '@angular/core';
import type { ListedPrompt } from './prompts-api';

/** The prompts that were picked to do something with all of them at once; they stay picked on other pages of the list. */
export class PromptSelection {
  private readonly picked = signal<ReadonlyMap<string, ListedPrompt>>(new Map());
  readonly prompts = computed(() => [...this.picked().values()]);
  readonly size = computed(() => this.picked().size);

  has(id: string): boolean {
    return this.picked().has(id);
  }

  toggle(prompt: ListedPrompt): void {
    this.change((picked) => {
      if (!picked.delete(prompt.id)) picked.set(prompt.id, prompt);
    });
  }

  /** Picks all of them, or, when they are all picked, none of them. */
  toggleAll(prompts: readonly ListedPrompt[]): void {
    const all = prompts.every(({ id }) => this.has(id));
    this.change((picked) =>
      prompts.forEach((prompt) => (all ? picked.delete(prompt.id) : picked.set(prompt.id, prompt))),
    );
  }

  clear(): void {
    this.picked.set(new Map());
  }

  private change(by: (picked: Map<string, ListedPrompt>) => void): void {
    const picked = new Map(this.picked());
    by(picked);
    this.picked.set(picked);
  }
}
