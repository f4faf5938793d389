import type { RenderValues } from '@prompt-registry/resolver';

/** What was said and heard. The server keeps it only when it is told to (`TRACE_PREVIEWS`), which by default it is not. */
export interface TracePreviews {
  readonly input?: string;
  readonly output?: string;
  /** What the prompt was filled in with. */
  readonly variables?: RenderValues;
}

/** As it is sent: every value a text. @example { input: 'How warm …', variables: { city: 'Oslo' } } */
export interface PreviewRecord {
  readonly input?: string;
  readonly output?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Longest text that is sent, in UTF-16 units: records wait in memory, and MLflow shows no more. */
const MOST_CHARACTERS = 1_000;
/** Of all variables as JSON, which the server limits as well; those beyond it are left out. */
const MOST_JSON_CHARACTERS = 4_000;

/**
 * The beginning of every text, without what the database cannot hold; undefined when there is nothing.
 *
 * @example previewsOf({ input: 'Hello' }) // { input: 'Hello' }
 */
export function previewsOf({ input, output, variables }: TracePreviews): PreviewRecord | undefined {
  if (input === undefined && output === undefined && variables === undefined) return undefined;
  const previews = {
    input: input === undefined ? undefined : begin(input),
    output: output === undefined ? undefined : begin(output),
    variables: variables && firstOf(variables),
  };
  // JSON leaves out what is undefined; the type says so.
  return previews as PreviewRecord;
}

function firstOf(variables: RenderValues): Readonly<Record<string, string>> {
  let left = MOST_JSON_CHARACTERS;
  const entries = Object.entries(variables).map(([name, value]) => [begin(name), begin(value)]);
  return Object.fromEntries(entries.filter((entry) => (left -= JSON.stringify(entry).length) >= 0));
}

/** The beginning of a value as text. NUL and halves of a surrogate pair (there may be one where it is cut) become U+FFFD. @example begin('Hello', 4) // 'Hell' */
export function begin(value: unknown, mostCharacters = MOST_CHARACTERS): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return Buffer.from(text.slice(0, mostCharacters)).toString().replaceAll('\0', '\ufffd');
}
