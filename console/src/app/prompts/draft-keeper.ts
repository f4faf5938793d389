import { DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { DraftStore, type KeptDraft } from './draft-store';

/** Where a draft is kept, and what to keep; null while there is nothing to lose. */
export interface ToKeep {
  readonly prompt: string;
  readonly base: number;
  readonly work: Omit<KeptDraft, 'keptAt'> | null;
}

/** Whether what is on the screen would survive. */
export type DraftState =
  { readonly kind: 'unchanged' | 'keeping' | 'not-kept' } | { readonly kind: 'kept'; readonly at: string };

/** Keeps one draft. */
export interface DraftKeeper {
  readonly state: Signal<DraftState>;
  /** The work is saved: what is kept of it goes, and is not kept again. */
  forget(): void;
}

const TYPING_PAUSE_MS = 300;

/**
 * Keeps a draft in this browser a moment after it changes, and at once when the page is left. A draft that changes nothing
 * is not kept. Call it in an injection context.
 */
export function keepDraft(toKeep: Signal<ToKeep | null>): DraftKeeper {
  const store = inject(DraftStore);
  const state = signal<DraftState>({ kind: 'unchanged' });
  let waiting: ToKeep | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => {
    clearTimeout(timer);
    if (!waiting) return;
    const { prompt, base, work } = waiting;
    waiting = null;
    if (!work) {
      store.remove(prompt, base);
      state.set({ kind: 'unchanged' });
      return;
    }
    const at = new Date().toISOString();
    state.set(
      store.write(prompt, base, { ...work, keptAt: at }) ? { kind: 'kept', at } : { kind: 'not-kept' },
    );
  };

  effect(() => {
    const next = toKeep();
    untracked(() => {
      // What was waiting belongs to another prompt or base: it is kept there first.
      if (waiting && (waiting.prompt !== next?.prompt || waiting.base !== next.base)) keep();
      if (!next) return;
      clearTimeout(timer);
      waiting = next;
      if (next.work === null) keep();
      else {
        state.update((before) => (before.kind === 'kept' ? before : { kind: 'keeping' }));
        timer = setTimeout(keep, TYPING_PAUSE_MS);
      }
    });
  });
  addEventListener('pagehide', keep);
  inject(DestroyRef).onDestroy(() => {
    removeEventListener('pagehide', keep);
    keep();
  });
  return {
    state: state.asReadonly(),
    forget: () => {
      const kept = untracked(toKeep);
      waiting = null;
      clearTimeout(timer);
      if (kept) store.remove(kept.prompt, kept.base);
      state.set({ kind: 'unchanged' });
    },
  };
}
