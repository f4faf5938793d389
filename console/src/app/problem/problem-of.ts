import type { HttpResourceRef } from '@angular/common/http';
import { linkedSignal, type Signal } from '@angular/core';
import { type Problem, toProblem } from './problem';

/** Why a read failed, or null. It stays while the read is tried again, so that nothing jumps in between. */
export function problemOf(resource: HttpResourceRef<unknown>): Signal<Problem | null> {
  return linkedSignal<{ error: Error | undefined; isLoading: boolean }, Problem | null>({
    source: () => ({ error: resource.error(), isLoading: resource.isLoading() }),
    computation: ({ error, isLoading }, previous) => {
      if (error) return toProblem(error);
      return isLoading ? (previous?.value ?? null) : null;
    },
  });
}
