import { httpResource } from '@angular/common/http';
import { computed, type Signal } from '@angular/core';
import type { ServedState } from './act-words';

interface Words {
  readonly version: number;
  readonly contentHash: string;
}

const MOST = 200; // as many as the API gives

/**
 * What the prompt serves, with the versions of the same words once they are asked for. Call it in an injection context.
 * @param promptId of the experiment's prompt; undefined until somebody wants to know.
 */
export function servedWithSameWords(
  promptId: Signal<string | undefined>,
  served: Signal<ServedState | undefined>,
): Signal<ServedState | undefined> {
  const versions = httpResource<{ readonly items: readonly Words[] }>(() => {
    const id = promptId();
    return id === undefined
      ? undefined
      : { url: `/api/v1/prompts/${id}/versions`, params: { pageSize: MOST } };
  });
  return computed(() => {
    const now = served();
    if (!now || !versions.hasValue()) return now;
    const { items } = versions.value();
    const hash = items.find(({ version }) => version === now.servedVersion)?.contentHash;
    const sameWords = items
      .filter(({ contentHash, version }) => contentHash === hash && version !== now.servedVersion)
      .map(({ version }) => version);
    return { ...now, sameWords };
  });
}
