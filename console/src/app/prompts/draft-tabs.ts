import { DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';

/** What pages of this browser tell each other about drafts. */
interface Word {
  readonly kind: 'opened' | 'writing' | 'took';
  readonly draft: string;
  readonly from: string;
}

/** Where a draft is written. */
export interface DraftPlace {
  /** Another page of this browser writes the draft; this one keeps nothing until it takes over. */
  readonly elsewhere: Signal<boolean>;
  /** From now on it is written here; the other page is told. */
  take(): void;
}

const CHANNEL = 'drafts';

/**
 * Sees to it that of several pages of one browser only one keeps a draft: two would write over each other's words. The page
 * that was there first does, until another one takes over. Call it in an injection context.
 */
export function draftPlace(draft: Signal<string | null>): DraftPlace {
  const elsewhere = signal(false);
  // Some private modes have no channel between pages: then nothing is known of others.
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
  const me = `${Date.now()}-${Math.random()}`;
  const say = (kind: Word['kind'], about: string) =>
    channel?.postMessage({ kind, draft: about, from: me } satisfies Word);

  effect(() => {
    const opened = draft();
    untracked(() => {
      elsewhere.set(false);
      if (opened !== null) say('opened', opened);
    });
  });
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const mine = untracked(draft);
    if (!isWord(data) || mine === null || data.draft !== mine) return;
    if (data.kind === 'opened') {
      if (!untracked(elsewhere)) say('writing', mine);
    } else elsewhere.set(true);
  });
  inject(DestroyRef).onDestroy(() => channel?.close());
  return {
    elsewhere: elsewhere.asReadonly(),
    take: () => {
      const mine = untracked(draft);
      elsewhere.set(false);
      if (mine !== null) say('took', mine);
    },
  };
}

function isWord(value: unknown): value is Word {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'draft' in value && 'from' in value
  );
}
