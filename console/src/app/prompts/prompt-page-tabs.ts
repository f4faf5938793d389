/** The parts of a prompt's page, as the URL names them. */
export const TABS = [
  { id: 'prompt', word: 'Prompt' },
  { id: 'diff', word: 'Diff' },
  { id: 'metrics', word: 'Metrics' },
  { id: 'use', word: 'Use' },
  { id: 'history', word: 'History' },
  { id: 'settings', word: 'Settings' },
] as const;

export type Tab = (typeof TABS)[number]['id'];

/** The tab that a query parameter names; anything unknown is the first. */
export function tabFrom(text: string | undefined): Tab {
  return TABS.find(({ id }) => id === text)?.id ?? 'prompt';
}
