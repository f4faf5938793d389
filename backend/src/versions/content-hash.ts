import { hash } from 'node:crypto';
import { canonicalContent, type VersionContent } from '@prompt-registry/resolver';

/** SHA-256, in hex, of what a version says: type, template format, words and config. */
export function contentHash(content: VersionContent): string {
  return hash('sha256', canonicalContent(content), 'hex');
}
