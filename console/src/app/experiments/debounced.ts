import { DestroyRef, effect, inject, type Signal, signal } from '@angular/core';

/** Follows a signal once it has been still for a moment. Call it in an injection context. */
export function debounced<T>(source: Signal<T>, pauseMs: number): Signal<T> {
  const settled = signal(source());
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const next = source();
    clearTimeout(timer);
    timer = setTimeout(() => settled.set(next), pauseMs);
  });
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  return settled.asReadonly();
}
