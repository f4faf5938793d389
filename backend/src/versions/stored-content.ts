import type { VersionContent } from '@prompt-registry/resolver';
import { DomainError } from '../problems/domain-error';
import { contentHash } from './content-hash';
import type { PromptVersion } from './prompt-version.entity';

type StoredContent = Pick<PromptVersion, 'type' | 'templateFormat' | 'content' | 'config'>;

/** A content as the columns of a version hold it. */
export function toColumns({ type, templateFormat, content, config }: VersionContent): StoredContent {
  return {
    type,
    templateFormat,
    content: typeof content === 'string' ? content : JSON.stringify(content),
    config: { ...config },
  };
}

/**
 * The content of a stored version, checked against its hash: words that were damaged or changed behind the registry's
 * back are never handed out.
 * @throws DomainError VERSION_CORRUPT.
 */
export function verifiedContent(
  row: StoredContent & Pick<PromptVersion, 'version' | 'contentHash'>,
): VersionContent {
  const content = parse(row);
  if (content === null || contentHash(content) !== row.contentHash)
    throw new DomainError(
      'VERSION_CORRUPT',
      `The words of version ${row.version} are not those that were published`,
    );
  return content;
}

function parse({ type, templateFormat, content, config }: StoredContent): VersionContent | null {
  const rest = { templateFormat, config: config as VersionContent['config'] };
  if (type === 'text') return { type, content, ...rest };
  try {
    return { type, content: JSON.parse(content), ...rest };
  } catch {
    return null; // not JSON any more, so not what was stored
  }
}

/** All texts of a content, for search and for diffs of words. */
export function wordsOf({ content }: VersionContent): string {
  if (typeof content === 'string') return content;
  return content.map((entry) => ('content' in entry ? entry.content : '')).join('\n');
}
