import { httpResource } from '@angular/common/http';
import { computed, DestroyRef, inject, linkedSignal, type Signal } from '@angular/core';
import { reloadOnChange } from '../live/reload-on-change';

/** An experiment that is running, or paused. */
export interface OnTrial {
  readonly id: string;
  readonly name: string;
  readonly status: 'running' | 'paused';
  /** The control first. */
  readonly variants: readonly { readonly name: string; readonly version: number }[];
  /** Part of the planned information, in [0, 1]; null before the first look. */
  readonly progress: number | null;
  /** Its figures cannot be trusted, or it is not evaluated. */
  readonly unhealthy: boolean;
}

/** What goes on with a prompt. */
export interface PromptActivity {
  readonly promptId: string;
  /** In the last seven days. */
  readonly uses: number;
  readonly experiment: OnTrial | null;
}

/** By the prompt's id; `failed` when it could not be read and there is nothing older to show. */
export interface ActivityOfPage {
  readonly byPrompt: ReadonlyMap<string, PromptActivity>;
  readonly failed: boolean;
}

/** Uses are not in the stream of changes: they are asked for again now and then. */
const REFRESH_MS = 60_000;

/**
 * What goes on with the prompts of a page, read apart from them so that they do not wait for it. What is known of a prompt
 * stays while the page is read again. Call it in an injection context.
 */
export function promptActivity(ids: Signal<readonly string[]>): Signal<ActivityOfPage> {
  // The same prompts read again are no reason to ask.
  const wanted = computed(() => ids().join());
  const found = httpResource<{ readonly items: readonly PromptActivity[] }>(() =>
    wanted() === '' ? undefined : { url: '/api/v1/prompt-activity', params: { id: wanted().split(',') } },
  );
  reloadOnChange(found);
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && !found.isLoading()) found.reload();
  }, REFRESH_MS);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
  return linkedSignal<{ items?: readonly PromptActivity[]; failed: boolean }, ActivityOfPage>({
    source: () => ({ ...(found.hasValue() ? found.value() : {}), failed: found.error() !== undefined }),
    computation: ({ items, failed }, previous) => {
      const known = [...(previous?.value.byPrompt.values() ?? []), ...(items ?? [])];
      return { byPrompt: new Map(known.map((activity) => [activity.promptId, activity])), failed };
    },
  });
}

/** What is on trial, in few words: `v11 vs v12`. */
export function trialWords({ variants }: OnTrial): string {
  return variants.map(({ version }) => `v${version}`).join(' vs ');
}
