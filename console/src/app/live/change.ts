/** Something in the registry is not as it was. */
export interface Change {
  /** Grows with every change of the registry. */
  readonly revision: number;
  /** The prompts that changed; null when it is not known which. */
  readonly prompts: ReadonlySet<string> | null;
}

/** Reads an event of the stream; null when it is not one of those that this console understands. */
export function changeOf(text: string): Change | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null; // cut off, or something in between wrote it
  }
  if (!isRecord(data) || typeof data['revision'] !== 'number') return null;
  const { revision, prompts } = data;
  const names = Array.isArray(prompts)
    ? prompts.map((prompt: unknown) => (isRecord(prompt) ? prompt['name'] : null))
    : [null];
  return names.every((name) => typeof name === 'string')
    ? { revision, prompts: new Set(names) }
    : { revision, prompts: null };
}

/** Two changes as one. */
export function together(earlier: Change | null, later: Change): Change {
  if (!earlier) return later;
  const prompts = earlier.prompts && later.prompts ? new Set([...earlier.prompts, ...later.prompts]) : null;
  return { revision: later.revision, prompts };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
