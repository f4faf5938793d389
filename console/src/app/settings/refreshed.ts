import type { HttpResourceRef } from '@angular/common/http';
import { DestroyRef, inject } from '@angular/core';

/**
 * Reads again every so often while the page is looked at, and at once when it is looked at again. Call it in an
 * injection context.
 */
export function refreshEvery(periodMs: number, ...resources: readonly HttpResourceRef<unknown>[]): void {
  const refresh = () => {
    if (document.visibilityState !== 'visible') return;
    // One that is on its way is not asked for twice.
    for (const resource of resources) if (!resource.isLoading()) resource.reload();
  };
  const timer = setInterval(refresh, periodMs);
  document.addEventListener('visibilitychange', refresh);
  inject(DestroyRef).onDestroy(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refresh);
  });
}
