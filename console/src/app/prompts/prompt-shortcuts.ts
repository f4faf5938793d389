import type { Params } from '@angular/router';
import type { ListedPrompt } from './prompts-api';

/** The comparison that people want most: what runs in production with the latest; null when that is one version. */
export function comparisonOf({ labels, servedVersion, latestVersion }: ListedPrompt): Params | null {
  const left = labels.find(({ label }) => label === 'production')?.version ?? servedVersion;
  if (left === null || left === latestVersion) return null;
  return { tab: 'diff', left, right: latestVersion };
}

/** How an agent asks for the prompt with the TypeScript SDK. */
export function sdkSnippet({ name, latest: { variables } }: Pick<ListedPrompt, 'name' | 'latest'>): string {
  const values = variables.map((variable) => `    ${keyOf(variable)}: …,\n`).join('');
  const options = values === '' ? '' : `  variables: {\n${values}  },\n`;
  return `const prompt = registry.loadPrompt(${JSON.stringify(name)}, {\n  conversationId,\n${options}});`;
}

function keyOf(variable: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(variable) ? variable : JSON.stringify(variable);
}
