import { comparisonOf, sdkSnippet } from './prompt-shortcuts';
import type { ListedPrompt } from './prompts-api';

const prompt = (more: Partial<ListedPrompt>) =>
  ({
    name: 'a',
    labels: [],
    serves: 'latest',
    servedVersion: 3,
    latestVersion: 3,
    latest: { variables: [] },
    ...more,
  }) as unknown as ListedPrompt;
const production = (version: number) => ({
  labels: [{ label: 'production', version, updatedAt: '', updatedBy: '' }],
});

describe('comparisonOf', () => {
  it('sets production against the latest', () => {
    expect(comparisonOf(prompt(production(1)))).toEqual({ tab: 'diff', left: 1, right: 3 });
    expect(comparisonOf(prompt({ servedVersion: 2 }))).toEqual({ tab: 'diff', left: 2, right: 3 });
  });

  it('has nothing to set against each other when they are one version, or nothing is served', () => {
    expect(comparisonOf(prompt(production(3)))).toBeNull();
    expect(comparisonOf(prompt({ servedVersion: null }))).toBeNull();
  });
});

describe('sdkSnippet', () => {
  it('names the prompt and its variables', () => {
    expect(sdkSnippet({ name: 'a/b', latest: { variables: ['site', 'two words'] } })).toBe(
      'const prompt = registry.loadPrompt("a/b", {\n  conversationId,\n  variables: {\n    site: …,\n    "two words": …,\n  },\n});',
    );
    expect(sdkSnippet({ name: 'a', latest: { variables: [] } })).toBe(
      'const prompt = registry.loadPrompt("a", {\n  conversationId,\n});',
    );
  });
});
