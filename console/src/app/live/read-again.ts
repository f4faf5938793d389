import { effect, signal, untracked } from '@angular/core';

/** Something that can be read again, such as an `httpResource`. */
export interface Readable {
  isLoading(): boolean;
  reload(): unknown;
}

/**
 * Makes the function that reads a resource again after something changed. An answer that is on its way may be from before
 * that, and a resource whose first answer is on its way does not reload: the next one is asked for after it. Call it in an
 * injection context.
 */
export function readAgain(resource: Readable): () => void {
  const stale = signal(false);
  effect(() => {
    if (!stale() || resource.isLoading()) return;
    untracked(() => {
      stale.set(false);
      resource.reload();
    });
  });
  return () => stale.set(true);
}
