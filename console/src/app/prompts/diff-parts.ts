import { canonicalJson, type JsonObject } from '@prompt-registry/resolver';
import { type MessageRow, messageRows } from './diff-messages';
import { draftOf } from './draft';
import type { Version } from './prompts-api';
import { type Changes, changesOf } from './review-changes';

/** An editor for each changed message is too much for a browser from here on. */
const MOST_MESSAGES = 16;

/** What differs between two versions, part by part. */
export interface VersionDifferences extends Changes {
  readonly isSame: boolean;
  /** Of a chat whose messages can be compared one by one; null: compare the texts. */
  readonly messages: readonly MessageRow[] | null;
  /** The part of the configuration that says what the answer looks like. */
  readonly schema: { readonly before: string; readonly after: string };
}

/** Compares two versions of a prompt; the order of keys in a configuration does not matter. */
export function differencesOf(left: Version, right: Version): VersionDifferences {
  const changes = changesOf(left, draftOf(right));
  const [was, is] = [splitConfig(left.config), splitConfig(right.config)];
  return {
    ...changes,
    config: { before: was.config, after: is.config },
    schema: { before: was.schema, after: is.schema },
    isSame: left.contentHash === right.contentHash,
    messages: messagesOf(left, right),
  };
}

function messagesOf({ content: left }: Version, { content: right }: Version): readonly MessageRow[] | null {
  if (typeof left === 'string' || typeof right === 'string') return null;
  const rows = messageRows(left, right);
  return rows.filter(({ kind }) => kind !== 'same').length > MOST_MESSAGES ? null : rows;
}

function splitConfig({ outputSchema, ...config }: Version['config']): { config: string; schema: string } {
  return {
    config: sortedJson(config),
    schema: outputSchema === undefined ? '' : sortedJson({ outputSchema }),
  };
}

function sortedJson(value: Readonly<Record<string, unknown>>): string {
  if (Object.keys(value).length === 0) return '';
  return JSON.stringify(JSON.parse(canonicalJson(value as JsonObject)), null, 2);
}
