import { hash } from 'node:crypto';
import {
  canonicalContent,
  type SnapshotVersion,
  type TemplateFormat,
  type VersionContent,
} from '@prompt-registry/resolver';

/** A version's row, with the columns that its checksum is about. */
export interface VersionRow {
  readonly promptId: string;
  readonly version: number;
  readonly type: 'text' | 'chat';
  readonly templateFormat: TemplateFormat;
  /** The text itself, or the message array as JSON. */
  readonly content: string;
  readonly config: VersionContent['config'];
  readonly contentHash: string;
}

/** The version as resolvers hold it, or `null` when the words are not those that its SHA-256 was made of. */
export function verifiedVersion(row: VersionRow): SnapshotVersion | null {
  const content = readContent(row);
  if (!content || hash('sha256', canonicalContent(content), 'hex') !== row.contentHash) return null;
  return { ...content, version: row.version, contentHash: row.contentHash };
}

function readContent({ type, templateFormat, content, config }: VersionRow): VersionContent | null {
  if (type === 'text') return { type, templateFormat, content, config };
  try {
    const messages: unknown = JSON.parse(content);
    return Array.isArray(messages) ? { type, templateFormat, content: messages, config } : null;
  } catch {
    return null; // not JSON: somebody changed the row behind the registry's back, which is what is looked for here
  }
}
