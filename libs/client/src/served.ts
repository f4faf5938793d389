import type { Resolved, ResolveReason, ResolveSource, VersionContent } from '@prompt-registry/resolver';

/**
 * Why these words. Besides the resolver's reasons, those of a prompt file:
 *
 * | reason | meaning |
 * |---|---|
 * | `not_in_registry` | the registry, as far as it is known now, has no such prompt |
 * | `not_selected` | the option `names` leaves the prompt out |
 * | `registry_unknown` | neither the server nor a snapshot of it could be read so far |
 * | `entry_unusable` | the registry has the prompt, but the words that came do not match their checksum |
 * @example 'no_experiment'
 */
export type ServedReason =
  ResolveReason | 'not_in_registry' | 'not_selected' | 'registry_unknown' | 'entry_unusable';

/** What is served, from wherever: the resolver's answer, or a prompt file in the same shape. @example served.source // 'file' */
export interface Served {
  /** Null when the registry was not asked. */
  readonly promptId: string | null;
  readonly name: string;
  /** Null for a file, unless its hash is a known version's. */
  readonly version: number | null;
  readonly content: VersionContent;
  /** Null for a file, unless its hash is a known version's. */
  readonly contentHash: string | null;
  readonly source: ResolveSource;
  readonly reason: ServedReason;
  readonly label: string | null;
  readonly experiment: Resolved['experiment'];
}
