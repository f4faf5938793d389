import type { ChatMessage, ChatPlaceholder, TemplateFormat } from '@prompt-registry/resolver';

/** Where a label points. */
export interface LabelPlace {
  readonly label: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** A prompt: what it is, and what it serves. */
export interface Prompt {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly agentRole: string | null;
  readonly depth: string | null;
  readonly strategy: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly type: 'text' | 'chat';
  /** `latest` or a label. */
  readonly serves: string;
  readonly latestVersion: number;
  /** Null while the label it serves points nowhere. */
  readonly servedVersion: number | null;
  readonly labels: readonly LabelPlace[];
  readonly updatedBy: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
}

/** A prompt in the list, with what is said of its latest version apart from the words. */
export interface ListedPrompt extends Prompt {
  readonly latest: { readonly variables: readonly string[] };
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** One page of prompts, with the values that would narrow it further. */
export interface PromptPageOfList {
  readonly items: readonly ListedPrompt[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly facets?: Readonly<Record<string, readonly FacetValue[] | undefined>>;
}

/** A version in the timeline: everything but its words. */
export interface VersionEntry {
  readonly version: number;
  readonly author: string;
  readonly message: string;
  readonly createdAt: string;
  readonly parentVersion: number | null;
  readonly restoredFrom: number | null;
  readonly contentHash: string;
  readonly labels: readonly string[];
}

export interface VersionList {
  readonly items: readonly VersionEntry[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** A version with its words. */
export interface Version extends Omit<VersionEntry, 'labels'> {
  readonly type: 'text' | 'chat';
  readonly templateFormat: TemplateFormat;
  readonly content: string | readonly (ChatMessage | ChatPlaceholder)[];
  readonly variables: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** A variant of an experiment. */
export interface VariantEntry {
  readonly name: string;
  readonly version: number;
}

/** The address of a prompt; a name with folders is one path segment. */
export function promptUrl(name: string): string {
  return `/api/v1/prompts/${encodeURIComponent(name)}`;
}
