import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { linkedSignal, type Signal } from '@angular/core';
import { readAgain } from '../live/read-again';
import { type Problem } from '../problem/problem';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';

/** One page of a list, as the API answers it. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** A list that is being read. */
export interface Listed<Answer> {
  readonly resource: HttpResourceRef<Answer | undefined>;
  /** The last answer; it stays while the next one is on its way, so that nothing jumps. */
  readonly latest: Signal<Answer | undefined>;
  readonly problem: Signal<Problem | null>;
  /** Reads it again because something in it was changed. */
  readAgain(): void;
}

/** The request of a list. */
export interface ListRequest {
  readonly url: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** Reads a list, again after an outage; `undefined` asks nothing. Call it in an injection context. */
export function listed<Answer>(request: () => ListRequest | undefined): Listed<Answer> {
  const resource = httpResource<Answer>(request);
  reloadOnRecovery(resource);
  const latest = linkedSignal<Answer | undefined, Answer | undefined>({
    source: () => (resource.hasValue() ? resource.value() : undefined),
    computation: (answer, previous) => answer ?? previous?.value,
  });
  return { resource, latest, problem: problemOf(resource), readAgain: readAgain(resource) };
}

/** The page that a query parameter names; what makes no sense there is the first. */
export function pageFromParam(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
