import type { VersionContent } from '@prompt-registry/resolver';

/** A prompt as far as planning an experiment needs it. */
export interface TrialPrompt {
  readonly name: string;
  readonly description: string;
  readonly serves: string;
  readonly latestVersion: number;
  readonly servedVersion: number | null;
  readonly archivedAt: string | null;
}

/** A version to choose. */
export interface TrialVersion {
  readonly version: number;
  readonly message: string;
  readonly author: string;
  readonly createdAt: string;
  readonly labels: readonly string[];
}

/** The words of a version. */
export type TrialWords = VersionContent & { readonly version: number };

/** The address of a prompt; a name with folders is one path segment. */
export function trialPromptUrl(name: string, more = ''): string {
  return `/api/v1/prompts/${encodeURIComponent(name)}${more}`;
}

/** Words as one text, for a comparison: messages under their roles. */
export function comparableWords({ content }: VersionContent): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => ('role' in part ? `[${part.role}]\n${part.content}` : `[messages] ${part.name}`))
    .join('\n\n');
}
