import { effect, inject, untracked } from '@angular/core';
import { LiveChanges } from './live-changes';
import { type Readable, readAgain } from './read-again';

/**
 * Reads again, quietly, when something in the registry changed; with `prompt`, only when that prompt may have. The value
 * stays meanwhile. Call it in an injection context.
 */
export function reloadOnChange(resource: Readable, prompt?: () => string): void {
  const changes = inject(LiveChanges);
  const again = readAgain(resource);
  let seen = untracked(changes.change);
  effect(() => {
    const change = changes.change();
    if (!change || change === seen) return;
    seen = change;
    const concerned = !prompt || !change.prompts || change.prompts.has(untracked(prompt));
    if (concerned) again();
  });
}
