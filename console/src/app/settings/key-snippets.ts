import type { Scope } from './settings-api';

/** Something to paste. */
export interface Snippet {
  readonly title: string;
  readonly text: string;
}

/** How to use a new key at once; what is offered depends on what it may do. */
export function keySnippets(origin: string, key: string, scopes: readonly Scope[]): readonly Snippet[] {
  const may = (scope: Scope) => scopes.includes(scope) || scopes.includes('admin');
  const get = (path: string) =>
    `curl -H "Authorization: Bearer $PROMPT_REGISTRY_API_KEY" \\\n  '${origin}${path}'`;
  const commands = [
    `export PROMPT_REGISTRY_API_KEY='${key}'`,
    `# What the key may do\n${get('/api/v1/auth/me')}`,
    ...(may('resolve') ? [`# The words of a prompt\n${get('/api/v1/resolve/my_prompt')}`] : []),
  ];
  return [
    { title: 'curl', text: commands.join('\n\n') },
    ...(may('resolve') ? [{ title: 'TypeScript SDK', text: sdk(origin, may('record')) }] : []),
  ];
}

function sdk(origin: string, records: boolean): string {
  return [
    `import { PromptRegistry } from '@prompt-registry/client';`,
    '',
    'const registry = new PromptRegistry({',
    `  url: '${origin}',`,
    '  apiKey: process.env.PROMPT_REGISTRY_API_KEY,',
    `  promptsDir: 'prompts', // the last fallback`,
    `  snapshotFile: '.data/agent.snapshot', // one for each service`,
    `  service: 'my-agent',`,
    '});',
    'await registry.start(); // never rejects',
    '',
    `const conversation = registry.conversation('conversation-1'); // keeps its words until it ends`,
    `const prompt = conversation.loadPrompt('folder/prompt', { variables: {} });`,
    ...(records ? [`prompt.trace({ agent: 'my-agent' }).finish({});`] : []),
  ].join('\n');
}
