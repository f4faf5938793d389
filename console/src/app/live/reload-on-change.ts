import { effect, inject, signal, untracked } from '@angular/core';
import { LiveChanges } from './live-changes';

/** Something that can be read again, such as an `httpResource`. */
interface Readable {
  isLoading(): boolean;
  reload(): unknown;
}

/**
 * Reads again, quietly, when something in the registry changed; with `prompt`, only when that prompt may have. The value
 * stays meanwhile. Call it in an injection context.
 */
export function reloadOnChange(resource: Readable, prompt?: () => string): void {
  const changes = inject(LiveChanges);
  let seen = untracked(changes.change);
  const stale = signal(false);
  effect(() => {
    const change = changes.change();
    if (!change || change === seen) return;
    seen = change;
    const concerned = !prompt || !change.prompts || change.prompts.has(untracked(prompt));
    if (concerned) stale.set(true);
  });
  // An answer that is on its way may have been read before the change: the next one is asked for after it.
  effect(() => {
    if (!stale() || resource.isLoading()) return;
    untracked(() => {
      stale.set(false);
      resource.reload();
    });
  });
}
