import { computed, DestroyRef, effect, inject, type Signal, signal } from '@angular/core';

/** A signal that follows another when it has been still for a moment, for what is too slow to do at every key. */
export function settled<T>(source: Signal<T>, pauseMs: number): Signal<T> {
  const still = signal<{ readonly value: T } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const value = source();
    clearTimeout(timer);
    timer = setTimeout(() => still.set({ value }), pauseMs);
  });
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  return computed(() => {
    const settledOn = still();
    return settledOn ? settledOn.value : source();
  });
}
