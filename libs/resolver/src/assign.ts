import { fmix32, murmur3 } from './murmur3';
import { variantAt, variantRanges } from './variant-ranges';

/** The version of the hash below; an experiment with another one gets no assignment from this code. @example HASH_VERSION // 1 */
export const HASH_VERSION = 1;

/** The first stage of assignment, once a conversation: uint32. @example hashConversation('conv-1') */
export function hashConversation(conversationId: string): number {
  return murmur3(conversationId, 0);
}

/** The seed of an experiment or layer from its salt, once a snapshot: uint32. @example seedOf('greeting-test') */
export function seedOf(salt: string): number {
  return murmur3(salt, 0);
}

/** The second stage: a conversation's position (uint32) in one experiment. @example positionOf(hashConversation(id), seedOf(salt)) */
export function positionOf(conversationHash: number, seed: number): number {
  return fmix32(conversationHash ^ seed);
}

/**
 * Assigns a conversation to a variant: its index, or -1 when the conversation is not in traffic or the shares are invalid.
 *
 * The convenient form, for planning and checks; {@link resolve} uses precomputed seeds and ranges.
 * @example assignVariant('conv-1', 'greeting-test', [{ share: 0.5 }, { share: 0.5 }], 1) // 0 or 1
 */
export function assignVariant(
  conversationId: string,
  salt: string,
  variants: readonly { readonly share: number }[],
  trafficShare: number,
  range?: readonly [from: number, to: number],
): number {
  const ranges = variantRanges(variants, trafficShare, range);
  return ranges === null ? -1 : variantAt(ranges, positionOf(hashConversation(conversationId), seedOf(salt)));
}
