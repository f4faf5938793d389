import type { TemplateFormat, VersionContent } from '@prompt-registry/resolver';
import { diffLines, type LineDiff } from './diff-lines';

interface Side {
  readonly version: number;
  readonly contentHash: string;
  readonly variables: readonly string[];
  readonly content: VersionContent;
}

export interface VersionDiff {
  readonly from: number;
  readonly to: number;
  readonly identical: boolean;
  readonly text: LineDiff;
  readonly config: LineDiff;
  readonly variables: { readonly added: string[]; readonly removed: string[]; readonly kept: string[] };
  readonly templateFormat: { readonly from: TemplateFormat; readonly to: TemplateFormat };
}

/** What changed from one version to another: words, config, variables, template format. */
export function diffVersions(from: Side, to: Side): VersionDiff {
  const before = new Set(from.variables);
  const after = new Set(to.variables);
  return {
    from: from.version,
    to: to.version,
    identical: from.contentHash === to.contentHash,
    text: diffLines(toText(from.content), toText(to.content)),
    config: diffLines(toSortedJson(from.content.config), toSortedJson(to.content.config)),
    variables: {
      added: [...after].filter((name) => !before.has(name)),
      removed: [...before].filter((name) => !after.has(name)),
      kept: [...after].filter((name) => before.has(name)),
    },
    templateFormat: { from: from.content.templateFormat, to: to.content.templateFormat },
  };
}

/**
 * The words as lines. A chat becomes one line of JSON a message for who speaks, then its text indented: no text of a
 * message can be taken for the beginning of another.
 */
function toText({ content }: VersionContent): string {
  if (typeof content === 'string') return content;
  const lines = content.flatMap((entry) => {
    if (!('content' in entry)) return [toSortedJson(entry, 0)];
    const { content: text, ...speaker } = entry;
    return [toSortedJson(speaker, 0), ...text.split('\n').map((line) => `  ${line}`)];
  });
  return lines.join('\n');
}

function toSortedJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, (_, member: unknown) => (isObject(member) ? sorted(member) : member), indent);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
