import { execFileSync } from 'node:child_process';
import { curlSnippet } from './curl-snippet';

const request = { origin: 'http://localhost:3000', name: 'ds/energy', variables: [], placeholders: [] };

/** What a shell would hand to curl. */
function argumentsOf(snippet: string): string[] {
  const script = snippet.replace(/^curl/, `printf '%s\\0'`);
  return execFileSync('sh', ['-c', script], { env: { PROMPT_REGISTRY_API_KEY: 'k' } })
    .toString()
    .split('\0')
    .slice(0, -1);
}

describe('curlSnippet', () => {
  it('asks for what is served, with a value for every variable', () => {
    const [url, , authorization, , , , body] = argumentsOf(
      curlSnippet({ ...request, variables: ['site'], placeholders: ['history'] }),
    );
    expect(url).toBe('http://localhost:3000/api/v1/resolve');
    expect(authorization).toBe('Authorization: Bearer k');
    expect(JSON.parse(body ?? '')).toEqual({
      name: 'ds/energy',
      conversationId: 'conversation-1',
      variables: { site: '…', history: [] },
    });
  });

  it('asks for exactly one version', () => {
    expect(JSON.parse(argumentsOf(curlSnippet({ ...request, version: 3 })).at(-1) ?? '')).toEqual({
      name: 'ds/energy',
      version: 3,
    });
  });

  it('survives any name in a shell', () => {
    const name = `it's $(rm) "x" \\ \`y\``;
    expect(JSON.parse(argumentsOf(curlSnippet({ ...request, name })).at(-1) ?? '')).toMatchObject({ name });
  });
});
