import { createHash } from 'node:crypto';
import { DomainError, invalidField } from '../problems/domain-error';

interface PromptState {
  readonly latestVersion: number;
  readonly editCount: number;
}

/** What an `If-Match` header demands: nothing, that the prompt exists, or one of these tags. */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

const TAG = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const TAG_LIST = new RegExp(`^[ \\t]*${TAG}(?:[ \\t]*,[ \\t]*${TAG})*[ \\t]*$`);
const PROMPT_TAG = /^"(\d{1,10})\.\d{1,10}"$/;

/** The tag of a prompt: `"<latest version>.<edits>"`; it changes with everything a prompt's answer shows. */
export function promptEtag({ latestVersion, editCount }: PromptState): string {
  return `"${latestVersion}.${editCount}"`;
}

/** The tag of a version. Its words never change; the labels that point to it do. */
export function versionEtag({
  contentHash,
  labels,
}: {
  readonly contentHash: string;
  readonly labels: readonly string[];
}): string {
  if (labels.length === 0) return `"${contentHash}"`;
  const pointing = createHash('sha256').update(labels.join(' ')).digest('hex').slice(0, 16);
  return `"${contentHash}.${pointing}"`;
}

/**
 * Reads an `If-Match` header.
 * @throws DomainError INVALID_INPUT naming the header when it is not a list of tags.
 */
export function parseIfMatch(header: string | undefined): Precondition {
  if (header === undefined) return { kind: 'none' };
  if (header.trim() === '*') return { kind: 'any' };
  if (!TAG_LIST.test(header))
    throw invalidField('If-Match', 'must be * or an ETag in double quotes, such as "3.0"');
  // Proxies that compress mark tags as weak; ours name a state exactly either way.
  return { kind: 'tags', tags: [...header.matchAll(/"[^"]*"/g)].map(([tag]) => tag) };
}

/** True when an `If-None-Match` header names the tag, so that the sender has this answer already. */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return [...header.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
}

/**
 * Demands a precondition: a change of words must say what it is based on.
 * @throws DomainError PRECONDITION_REQUIRED.
 */
export function requirePrecondition(precondition: Precondition): void {
  if (precondition.kind === 'none')
    throw new DomainError(
      'PRECONDITION_REQUIRED',
      'Send the ETag of the prompt you edited as If-Match, or * to publish on top of whatever is latest',
    );
}

/**
 * Holds when the latest version is the one the sender knows; edits of metadata in between do not matter.
 * @throws DomainError VERSION_CONFLICT with the current version and tag.
 */
export function requireSameVersion(precondition: Precondition, prompt: PromptState): void {
  requireTag(precondition, prompt, (tag) => Number(PROMPT_TAG.exec(tag)?.[1]) === prompt.latestVersion);
}

/**
 * Holds when nothing about the prompt changed since the sender read it.
 * @throws DomainError VERSION_CONFLICT with the current version and tag.
 */
export function requireSameState(precondition: Precondition, prompt: PromptState): void {
  requireTag(precondition, prompt, (tag) => tag === promptEtag(prompt));
}

function requireTag(
  precondition: Precondition,
  prompt: PromptState,
  matches: (tag: string) => boolean,
): void {
  if (precondition.kind !== 'tags' || precondition.tags.some(matches)) return;
  const currentEtag = promptEtag(prompt);
  throw new DomainError(
    'VERSION_CONFLICT',
    `The prompt has changed since: the latest version is ${prompt.latestVersion}, the ETag ${currentEtag}`,
    {
      members: { currentVersion: prompt.latestVersion, currentEtag },
      headers: { etag: currentEtag },
    },
  );
}
