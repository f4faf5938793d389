/** A message as it came over HTTP. @example { role: 'user', content: 'Rate the insights.' } */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

/** What of a request for a chat completion the stand-in looks at. @example { model: 'stand-in', messages, mostTokens: 6000 } */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Null: as many as it takes. */
  readonly mostTokens: number | null;
}

/** Reads a request's body; null when it is none. @example readChatRequest('{"model": "stand-in", "messages": []}') */
export function readChatRequest(body: string): ChatRequest | null {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch {
    return null; // whatever a client sends
  }
  if (typeof request !== 'object' || request === null) return null;
  const { model, messages, max_completion_tokens: most } = request as Record<string, unknown>;
  if (typeof model !== 'string' || !Array.isArray(messages) || messages.length === 0) return null;
  if (!messages.every(isMessage)) return null;
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    mostTokens: typeof most === 'number' ? most : null,
  };
}

function isMessage(value: unknown): value is ChatMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { role, content } = value as Record<string, unknown>;
  return typeof role === 'string' && typeof content === 'string';
}
