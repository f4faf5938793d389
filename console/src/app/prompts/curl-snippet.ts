/** What a call to resolve asks for. */
export interface SnippetRequest {
  /** Where the registry is, such as `https://prompts.example.org`. */
  readonly origin: string;
  readonly name: string;
  /** Absent: what the prompt serves. */
  readonly version?: number;
  readonly variables: readonly string[];
  /** Chat prompts: places for lists of messages. */
  readonly placeholders: readonly string[];
}

/** A `curl` command that resolves a prompt; it can be pasted into a POSIX shell, whatever the prompt's name. */
export function curlSnippet({ origin, name, version, variables, placeholders }: SnippetRequest): string {
  const values = Object.fromEntries([
    ...variables.map((variable) => [variable, '…'] as const),
    ...placeholders.map((placeholder) => [placeholder, []] as const),
  ]);
  const body = {
    name,
    ...(version === undefined ? { conversationId: 'conversation-1' } : { version }),
    ...(Object.keys(values).length > 0 ? { variables: values } : {}),
  };
  return [
    `curl ${quoted(`${origin}/api/v1/resolve`)} \\`,
    `  -H "Authorization: Bearer $PROMPT_REGISTRY_API_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${quoted(JSON.stringify(body, null, 2).replaceAll('\n', '\n  '))}`,
  ].join('\n');
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
