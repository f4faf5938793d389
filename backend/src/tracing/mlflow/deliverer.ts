import type { Claim } from './delivery-queue.query';

/**
 * What became of an entry: `delivered`, `nothing` when there is nothing to tell (any more), or what it has to wait for.
 * Of these only `delivered` says that MLflow answered.
 */
export type Delivery = 'delivered' | 'nothing' | { readonly waitsFor: string };

/** Tells MLflow what the entries of some topics are about. Delivering twice does the same as once. */
export interface Deliverer {
  deliver(claim: Claim): Promise<Delivery>;
}
