import type { VersionContent } from '@prompt-registry/resolver';
import { stringify } from 'yaml';
import type { PromptMetadata } from '../prompts/prompts.service';
import { parsePromptFile } from './prompt-file';

interface Exported {
  readonly name: string;
  readonly metadata: PromptMetadata;
  readonly content: VersionContent;
  readonly contentHash: string;
}

/**
 * A version as a prompt file. Reading the file gives the same content hash: that is checked here, and values that YAML's
 * readable forms would not keep are written as JSON, which is YAML too.
 */
export function promptFileText(exported: Exported): string {
  const readable = compose(exported, (value) =>
    stringify(value, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return keepsWords(readable, exported) ? readable : compose(exported, asJson);
}

function compose({ name, metadata, content }: Exported, write: (value: object) => string): string {
  const { description, agentRole, depth, strategy, domain, tags } = metadata;
  const fields = {
    name,
    ...(description ? { description } : {}),
    ...(content.type === 'chat' ? { type: 'chat' } : {}),
    templateFormat: content.templateFormat,
    ...(agentRole ? { agentRole } : {}),
    ...(depth ? { depth } : {}),
    ...(strategy ? { strategy } : {}),
    ...(domain ? { domain } : {}),
    ...(tags.length ? { tags } : {}),
    ...(Object.keys(content.config).length ? { config: content.config } : {}),
    ...(content.type === 'chat' ? { messages: content.content } : {}),
  };
  return `---\n${write(fields)}---\n${content.type === 'text' ? content.content : ''}`;
}

function asJson(fields: object): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

function keepsWords(text: string, { name, contentHash }: Exported): boolean {
  const read = parsePromptFile('exported.md', Buffer.from(text));
  return read.ok && read.name === name && read.contentHash === contentHash;
}
