import type { SnippetRequest } from './curl-snippet';

/** Runs with Python 3 alone and prints the finished words. */
export function pythonSnippet({ origin, name, version, variables, placeholders }: SnippetRequest): string {
  const body = [
    `    "name": ${literal(name)},`,
    version === undefined
      ? '    "conversationId": "conversation-1",  # the same conversation gets the same words'
      : `    "version": ${version},`,
    '    "variables": {',
    ...variables.map((variable) => `        ${literal(variable)}: "…",`),
    ...placeholders.map((placeholder) => `        ${literal(placeholder)}: [],  # messages`),
    '    },',
  ];
  return `import json
import os
import urllib.request

body = {
${body.join('\n')}
}
request = urllib.request.Request(
    ${literal(`${origin}/api/v1/resolve`)},
    data=json.dumps(body).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["PROMPT_REGISTRY_API_KEY"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request, timeout=5) as response:
    prompt = json.load(response)
print(prompt["version"], prompt["source"], prompt["rendered"])
`;
}

/** An agent in TypeScript: words from memory, also while the registry is down, and a trace of their use. */
export function typescriptSnippet(
  { origin, name, version, variables, placeholders }: SnippetRequest,
  type: 'text' | 'chat',
): string {
  const values = [
    ...variables.map((variable) => `    ${key(variable)}: '…',`),
    ...placeholders.map((placeholder) => `    ${key(placeholder)}: [], // messages`),
  ];
  const options = [
    ...(version === undefined ? [] : [`  version: ${version},`]),
    ...(values.length > 0 ? ['  variables: {', ...values, '  },'] : []),
  ];
  const call = options.length > 0 ? `${literal(name)}, {\n${options.join('\n')}\n}` : literal(name);
  const load =
    version === undefined
      ? `const conversation = registry.conversation('conversation-1'); // keeps its words until it ends
const prompt = conversation.loadPrompt(${call});`
      : `const prompt = await registry.loadPromptAsync(${call});`;
  return `import { PromptRegistry } from '@prompt-registry/client';

const registry = new PromptRegistry({
  url: ${literal(origin)},
  apiKey: process.env.PROMPT_REGISTRY_API_KEY,
  promptsDir: 'prompts', // the last fallback
  snapshotFile: '.data/agent.snapshot', // one for each service
  service: 'my-agent',
});
await registry.start(); // never rejects

${load}
const trace = prompt.trace({ agent: 'my-agent' });
console.log(prompt.version, prompt.source, prompt.${type === 'chat' ? 'messages' : 'text'}); // call your model here
trace.finish({ inputTokens: 0, outputTokens: 0 });

await registry.close();
`;
}

/** A string as TypeScript and Python both read it. */
function literal(text: string): string {
  return JSON.stringify(text);
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : literal(name);
}
