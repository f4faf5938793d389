import { tagsIn } from './new-prompt-fields';
import type { Prompt } from './prompts-api';

/** Facets that are one word each. */
export const SLUG_FIELDS = [
  { field: 'agentRole', word: 'Agent role', example: 'energy_analyst' },
  { field: 'depth', word: 'Depth', example: 'standard' },
  { field: 'strategy', word: 'Strategy', example: 'parallel' },
  { field: 'domain', word: 'Domain', example: 'energy' },
] as const;

/** Metadata as the API changes it. */
export type SettingsChange = Partial<Record<string, string | null | readonly string[]>>;

/** The fields of the form that differ from the prompt; an emptied facet is removed. */
export function changedSettings(prompt: Prompt, read: (field: string) => string): SettingsChange {
  const change: SettingsChange = {};
  const description = read('description').trim();
  if (description !== prompt.description) change['description'] = description;
  for (const { field } of SLUG_FIELDS) {
    const value = read(field).trim() || null;
    if (value !== prompt[field]) change[field] = value;
  }
  const tags = tagsIn(read('tags'));
  if (tags.join('\n') !== [...prompt.tags].join('\n')) change['tags'] = tags;
  const serves = read('serves');
  if (serves !== '' && serves !== prompt.serves) change['serves'] = serves;
  return change;
}

/** What choosing a served label does. */
export function servesWords(
  prompt: Pick<Prompt, 'labels' | 'latestVersion' | 'servedVersion' | 'serves'>,
  serves: string,
): string {
  const target =
    serves === 'latest'
      ? prompt.latestVersion
      : (prompt.labels.find(({ label }) => label === serves)?.version ?? null);
  const rule =
    serves === 'latest'
      ? 'Every saved version is served at once.'
      : `Saving does not ship: agents get what ${serves} points to.`;
  if (serves === prompt.serves || target === prompt.servedVersion) return rule;
  const before = prompt.servedVersion === null ? 'nothing' : `version ${prompt.servedVersion}`;
  return `Served changes from ${before} to ${target === null ? 'nothing' : `version ${target}`}, at once. ${rule}`;
}
