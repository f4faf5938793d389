import type { Claim } from './delivery-queue.query';

/** What an entry has to wait for. */
export interface Waiting {
  readonly waitsFor: string;
  /** That it never comes is normal: then the entry is dropped after a day, and until then looked at less often. */
  readonly mayNeverCome?: true;
}

/**
 * What became of an entry: `delivered`, `nothing` when there is nothing to tell (any more), or what it has to wait for.
 * Of these only `delivered` says that MLflow answered.
 */
export type Delivery = 'delivered' | 'nothing' | Waiting;

/** Tells MLflow what the entries of some topics are about. Delivering twice does the same as once. */
export interface Deliverer {
  deliver(claim: Claim): Promise<Delivery>;
}
